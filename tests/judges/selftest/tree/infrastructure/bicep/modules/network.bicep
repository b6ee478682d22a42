@description('Region of the network.')
param location string

resource securityGroup 'Microsoft.Network/networkSecurityGroups@2025-09-01' = {
  name: 'matrix-dev-nodes-nsg'
  location: location
  properties: {
    securityRules: [
      {
        name: 'allow-gateway'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.64.1.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '443'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-09-01' = {
  name: 'matrix-dev-vnet'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.64.0.0/16'
      ]
    }
    subnets: [
      {
        name: 'nodes'
        properties: {
          addressPrefix: '10.64.0.0/24'
          networkSecurityGroup: {
            id: securityGroup.id
          }
        }
      }
    ]
  }
}
