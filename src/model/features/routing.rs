//! Ingresses by Gateway API, of either kind.

use serde::Serialize;

use crate::model::Model;
use crate::model::ingress::Controller;

/// See [`Model::features`].
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Routing {
    /// Clusters that requests come into by Gateway API.
    pub routes: bool,
    /// Of these: by a release, with definitions of its own; by the add-on of AKS, which brings its own.
    pub fabric: bool,
    pub application_routing: bool,
}

impl Routing {
    pub(super) fn of(model: &Model) -> Self {
        let any = |of: fn(Controller) -> bool| model.clusters().any(|(_, cluster)| of(Controller::of(&cluster.releases.ingress).0));
        Self {
            routes: any(Controller::routes),
            fabric: any(|controller| controller == Controller::GatewayApi),
            application_routing: any(|controller| controller == Controller::ApplicationRouting),
        }
    }
}
