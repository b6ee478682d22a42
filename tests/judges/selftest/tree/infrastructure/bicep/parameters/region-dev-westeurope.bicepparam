using '../region.bicep'

param location = 'westeurope'
