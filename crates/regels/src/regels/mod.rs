//! The registry: every rule that is built, in order of id. A new rule is a new file and two lines here.

mod antwoord;
mod cd060;
mod cd087;
mod cs002;
mod cs058;
mod cs100;
mod cs139;
mod cs325;
mod cs337;
mod cs339;
mod cs340;
pub(crate) mod startstop;
mod tr002;
mod tr018;
mod tr019;
mod tr056;
mod tr063;
mod tr071;
mod tr074;
mod tr101;
mod tr134;
mod tr135;
mod tr137;
mod tr304;
mod tr307;
mod tr308;
mod tr314;
mod tr315;
mod tr316;
mod tr318;
mod tr319;
mod tr321;
mod tr322;
mod tr323;
mod tr326;
mod tr333;
mod tr335;
mod tr337;
mod tr338;
mod tr339;
mod tr340;
mod tr341;
mod tr342;
mod tr346;
mod tr358;
mod tr366;
mod tr367;
mod tr369;
mod tr371;
mod tr376;
mod tr378;
mod tr381;
mod tr382;
mod tr384;
mod tr387;
mod tr388;
mod tr389;
mod tr390;
mod tr413;
mod tr414;
mod tr415;
mod tr416;
mod tr418;

pub use tr384::is_ingetrokken_als_verwijderd;

use crate::regel::Regel;

/// All rules that are built.
pub static REGELS: &[&Regel] = &[
    &cd060::CD060,
    &cd087::CD087,
    &cs002::CS002,
    &cs058::CS058,
    &cs100::CS100,
    &cs139::CS139,
    &cs325::CS325,
    &cs337::CS337,
    &cs339::CS339,
    &cs340::CS340,
    &tr002::TR002,
    &tr018::TR018,
    &tr019::TR019,
    &tr056::TR056,
    &tr063::TR063,
    &tr071::TR071,
    &tr074::TR074,
    &tr101::TR101,
    &tr134::TR134,
    &tr135::TR135,
    &tr137::TR137,
    &tr304::TR304,
    &tr307::TR307,
    &tr308::TR308,
    &tr314::TR314,
    &tr315::TR315,
    &tr316::TR316,
    &tr318::TR318,
    &tr319::TR319,
    &tr321::TR321,
    &tr322::TR322,
    &tr323::TR323,
    &tr326::TR326,
    &tr333::TR333,
    &tr335::TR335,
    &tr337::TR337,
    &tr338::TR338,
    &tr339::TR339,
    &tr340::TR340,
    &tr341::TR341,
    &tr342::TR342,
    &tr346::TR346,
    &tr358::TR358,
    &tr366::TR366,
    &tr367::TR367,
    &tr369::TR369,
    &tr371::TR371,
    &tr376::TR376,
    &tr378::TR378,
    &tr381::TR381,
    &tr382::TR382,
    &tr384::TR384,
    &tr387::TR387,
    &tr388::TR388,
    &tr389::TR389,
    &tr390::TR390,
    &tr413::TR413,
    &tr414::TR414,
    &tr415::TR415,
    &tr416::TR416,
    &tr418::TR418,
];
