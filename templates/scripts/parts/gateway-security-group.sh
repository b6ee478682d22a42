# What a gateway v2 needs. Azure's own last rule denies the rest of the Internet; its first one leaves traffic within the
# network open, as Microsoft asks for the subnet of a gateway.
security_group "$GATEWAY_SECURITY_GROUP"
rule 100 AllowHttp Allow Tcp <% if features.front_doors %>"$CLIENTS"<% else %>Internet<% endif %> '*' 80 \
<%- if features.certificates and not features.plain_http %>
  'Clients; they are redirected to HTTPS.'
<%- else %>
  'Clients.'
<%- endif %>
<%- if features.certificates %>
rule 110 AllowHttps Allow Tcp <% if features.front_doors %>"$CLIENTS"<% else %>Internet<% endif %> '*' 443 \
  'Clients.'
<%- endif %>
rule 120 AllowGatewayManager Allow Tcp GatewayManager '*' 65200-65535 \
  'Azure manages the gateway through these ports, which only its own certificates open; without them the gateway fails.'
rule 130 AllowLoadBalancerProbes Allow '*' AzureLoadBalancer '*' '*' \
  'Health probes of the load balancer inside the gateway.'
no_other_rules