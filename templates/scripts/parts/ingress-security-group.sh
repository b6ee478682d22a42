security_group "$INGRESS_SECURITY_GROUP"
rule 4096 DenyVirtualNetwork Deny '*' VirtualNetwork '*' '*' \
  'Nothing but front ends belongs here.'
no_other_rules