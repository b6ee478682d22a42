# A certificate with its key is a secret of the vault.
say "identity $GATEWAY_IDENTITY"
<% if features.brought_gateway_identities %>[[ -n $GATEWAY_IDENTITY_EXISTS ]] || <% endif %>az identity create --resource-group "$NETWORK_GROUP" --name "$GATEWAY_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
say "  reads certificates from $VAULT"
vault_id=$(vault_id)
assign_identity "$KEY_VAULT_SECRETS_USER" "$vault_id" "$<% if features.brought_gateway_identities %>GATEWAY_IDENTITY_GROUP<% else %>NETWORK_GROUP<% endif %>" "$GATEWAY_IDENTITY"