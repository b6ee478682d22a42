# action_group GROUP NAME SHORT-NAME EMAIL…
action_group() {
  local receivers='' email
  for email in "${@:4}"; do
    receivers+=${receivers:+, }"{\"name\": \"$email\", \"emailAddress\": \"$email\", \"useCommonAlertSchema\": true}"
  done
  say "action group $2"
  put "$(resource_id "$1" Microsoft.Insights/actionGroups "$2")" <{ api_versions.action_group | bare }> <<JSON
{
  "location": "Global",
  "tags": $TAGS_JSON,
  "properties": {"groupShortName": "$3", "enabled": true, "emailReceivers": [$receivers]}
}
JSON
}