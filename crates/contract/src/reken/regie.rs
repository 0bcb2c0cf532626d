//! What contracts say of starts and stops (305, 307): reasons that want consultation first, and how soon a stop is reported.

use crate::model::Contractregel;

/// RedenBeeindiging of a temporary stop.
pub const TIJDELIJK: &str = "20";
/// RedenBeeindiging that nobody consults about: death, temporary, the change of a toewijzing on request.
const ZONDER_OVERLEG: [&str; 3] = ["02", TIJDELIJK, "37"];

/// Whether a contract expects consultation before an end with this reason (GV21-508, GV25-408, DAL26-310). With a list of
/// reasons those; with only the planned ones every other. A contract that only names how its own reasons translate expects
/// nothing.
pub fn overleg_verwacht(regel: &Contractregel, reden: &str) -> bool {
    let genoemd = |naam| regel.teksten(naam).iter().any(|code| code == reden);
    if !regel.teksten("consent").is_empty() {
        return genoemd("consent");
    }
    let alleen_gepland = !regel.teksten("planned").is_empty() && regel.teksten("map").is_empty();
    alleen_gepland && !genoemd("planned") && !ZONDER_OVERLEG.contains(&reden)
}

/// Werkdagen within which a stop with this reason is reported (DAL26-304, ZST15-209); none when the contract does not say.
pub fn werkdagen_voor_stop(regel: &Contractregel, reden: &str) -> Option<u32> {
    let naam = if reden == TIJDELIJK { "temporary_werkdagen" } else { "werkdagen" };
    regel.geheel(naam).and_then(|werkdagen| u32::try_from(werkdagen).ok())
}
