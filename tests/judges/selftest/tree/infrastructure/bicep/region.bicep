targetScope = 'subscription'

@description('Region of everything in this deployment.')
param location string

resource networkGroup 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'matrix-dev-network'
  location: location
}

module network 'modules/network.bicep' = {
  scope: networkGroup
  params: {
    location: location
  }
}
