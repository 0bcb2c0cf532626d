//! What a contract says that no retourcode exists for, computed from plain values: volumes, dates, amounts. Pure: no clock,
//! no calendar of holidays (the caller counts werkdagen), integers and decimals only. What comes out is for a signal, a
//! report or a proposal that a person decides on, never for a refusal.

mod combinatie;
mod groep;
mod kpi;
mod plafond;
mod populatie;
mod regie;
mod termijn;
mod toewijzing;
mod vakken;
mod verantwoording;
mod vierweken;
mod vooraf;
mod waarnemen;

pub use combinatie::{Lijn, Waarneming, boven_dagmaximum, overlap, toeslag, vervoer};
pub use groep::groepsminuten;
pub use kpi::{Aandeel, aandeel, doorlooptijd, teruggekeerd, uitnutting};
pub use plafond::{Stand, stand};
pub use populatie::{Clientjaar, gemiddelde_uren, maanden_actief};
pub use regie::{overleg_verwacht, werkdagen_voor_stop};
pub use termijn::{
    Indiening, Overstap, betaal_voor, einde_op_periode, indiening, nakosten, onderhanden, overstap, start_te_laat,
    weken_voor,
};
pub use toewijzing::{budget_per_periode, met_terugwerkende_kracht, spoed_dagen, veelvoud, volume_per_week};
pub use verantwoording::{
    Oordeel, Verantwoording, boete, budgetsanctie, materialiteit, omzet_boven_drempel, steekproef, terugvordering,
};
pub use vierweken::{Vierweken, eerste_hele_periode};
pub use vooraf::{Bezwaar, Toegewezen, maand};
pub use waarnemen::{Contractwaarneming, combinaties, waarnemingen};
