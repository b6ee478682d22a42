{
        "alert": <{ alert.name | json }>,
        "enabled": true,
        "expression": <{ alert.expression | json }>,
        "for": <{ alert.period | json }>,
        "severity": <{ alert.severity }>,
        "annotations": {"description": <{ alert | message | json }>},
        "resolveConfiguration": {"autoResolved": true, "timeToResolve": "PT10M"}<% if features.alerts %>,
        "actions": $<% if alerts.severe and alert.severity < 2 %>severe_<% endif %>actions<% endif %>
      }