"""What Azure adds to a resource by itself, where that is one field."""
import grafana
from store import guid

# The field, and its value by the name of the resource and its id in lower case.
ADDED = {
    grafana.KIND: ("endpoint", lambda name, _: grafana.endpoint(name)),
    "microsoft.containerregistry/registries": ("loginServer", lambda name, _: f"{name}.azurecr.io".lower()),
    "microsoft.insights/components": ("ConnectionString", lambda _, here: f"InstrumentationKey={guid(here)}"),
    "microsoft.keyvault/vaults": ("vaultUri", lambda name, _: f"https://{name}.vault.azure.net/"),
    "microsoft.operationalinsights/workspaces": ("customerId", lambda _, here: guid(here)),
}
