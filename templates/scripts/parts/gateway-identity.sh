# A certificate with its key is a secret of the vault.
say "identity $GATEWAY_IDENTITY"
az identity create --resource-group "$NETWORK_GROUP" --name "$GATEWAY_IDENTITY" --location "$LOCATION" --tags "$TAGS_JSON"
say "  reads certificates from $VAULT"
vault_id=$(vault_id)
assign_identity "$KEY_VAULT_SECRETS_USER" "$vault_id" "$NETWORK_GROUP" "$GATEWAY_IDENTITY"