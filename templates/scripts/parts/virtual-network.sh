say "virtual network $NETWORK ($NETWORK_RANGE)"
if ! exists az network vnet show --resource-group "$NETWORK_GROUP" --name "$NETWORK"; then
  az network vnet create --resource-group "$NETWORK_GROUP" --name "$NETWORK" --location "$LOCATION" --tags "$TAGS_JSON" \
    --address-prefixes "$NETWORK_RANGE"
else
  range=$(az network vnet show --resource-group "$NETWORK_GROUP" --name "$NETWORK" --query "join(' ', addressSpace.addressPrefixes)" --output tsv)
  tagged=$(az network vnet show --resource-group "$NETWORK_GROUP" --name "$NETWORK" --query tags --output json)
  if [[ $range != "$NETWORK_RANGE" ]] || ! same_tags "$tagged"; then
    az network vnet update --resource-group "$NETWORK_GROUP" --name "$NETWORK" \
      --address-prefixes "$NETWORK_RANGE" --set "tags=$TAGS_JSON"
  fi
fi