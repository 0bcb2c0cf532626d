//! The registry: every rule that is built, in order of id. A new rule is a new file and two lines here.

mod actueel;
mod antwoord;
mod cd005;
mod cd007;
mod cd009;
mod cd025;
mod cd034;
mod cd041;
mod cd043;
mod cd060;
mod cd066;
mod cd067;
mod cd068;
mod cd075;
mod cd076;
mod cd077;
mod cd078;
mod cd079;
mod cd080;
mod cd085;
mod cd086;
mod cd087;
mod cd095;
mod cd096;
mod cs002;
mod cs003;
mod cs050;
mod cs058;
mod cs089;
mod cs100;
mod cs139;
mod cs318;
mod cs325;
mod cs335;
mod cs336;
mod cs337;
mod cs338;
mod cs339;
mod cs340;
mod cs343;
mod factuur;
mod gelijkheid;
mod sleutel;
pub(crate) mod stapeling;
pub(crate) mod startstop;
mod tr002;
mod tr006;
mod tr018;
mod tr019;
mod tr056;
mod tr061;
mod tr063;
mod tr071;
mod tr074;
mod tr101;
mod tr134;
mod tr135;
mod tr137;
mod tr302;
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
mod tr332;
mod tr333;
mod tr335;
mod tr337;
mod tr338;
mod tr339;
mod tr340;
mod tr341;
mod tr342;
mod tr346;
mod tr347;
mod tr349;
mod tr350;
mod tr351;
mod tr352;
mod tr353;
mod tr355;
mod tr357;
mod tr358;
mod tr359;
mod tr360;
mod tr361;
mod tr365;
mod tr366;
mod tr367;
mod tr369;
mod tr371;
mod tr373;
mod tr374;
mod tr375;
mod tr376;
mod tr377;
mod tr378;
mod tr379;
mod tr380;
mod tr381;
mod tr382;
mod tr383;
mod tr384;
mod tr385;
mod tr386;
mod tr387;
mod tr388;
mod tr389;
mod tr390;
mod tr409;
mod tr410;
mod tr411;
mod tr412;
mod tr413;
mod tr414;
mod tr415;
mod tr416;
mod tr418;
pub(crate) mod uurtarief;
pub(crate) mod vorm;

pub(crate) use factuur::F303_20;
pub use factuur::FACTUURREGELS;
pub(crate) use tr056::TR056;
pub use tr384::is_ingetrokken_als_verwijderd;

use crate::regel::Regel;

/// All rules that are built.
pub static REGELS: &[&Regel] = &[
    &cd005::CD005,
    &cd007::CD007,
    &cd009::CD009,
    &cd025::CD025,
    &cd034::CD034,
    &cd041::CD041,
    &cd043::CD043,
    &cd060::CD060,
    &cd066::CD066,
    &cd067::CD067,
    &cd068::CD068,
    &cd075::CD075,
    &cd076::CD076,
    &cd077::CD077,
    &cd078::CD078,
    &cd079::CD079,
    &cd080::CD080,
    &cd085::CD085,
    &cd086::CD086,
    &cd087::CD087,
    &cd095::CD095,
    &cd096::CD096,
    &cs002::CS002,
    &cs003::CS003,
    &cs050::CS050,
    &cs058::CS058,
    &cs089::CS089,
    &cs100::CS100,
    &cs139::CS139,
    &cs318::CS318,
    &cs325::CS325,
    &cs335::CS335,
    &cs336::CS336,
    &cs337::CS337,
    &cs338::CS338,
    &cs339::CS339,
    &cs340::CS340,
    &cs343::CS343,
    &tr002::TR002,
    &tr006::TR006,
    &tr018::TR018,
    &tr019::TR019,
    &tr056::TR056,
    &tr061::TR061,
    &tr063::TR063,
    &tr071::TR071,
    &tr074::TR074,
    &tr101::TR101,
    &tr134::TR134,
    &tr135::TR135,
    &tr137::TR137,
    &tr302::TR302,
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
    &tr332::TR332,
    &tr333::TR333,
    &tr335::TR335,
    &tr337::TR337,
    &tr338::TR338,
    &tr339::TR339,
    &tr340::TR340,
    &tr341::TR341,
    &tr342::TR342,
    &tr346::TR346,
    &tr347::TR347,
    &tr349::TR349,
    &tr350::TR350,
    &tr351::TR351,
    &tr352::TR352,
    &tr353::TR353,
    &tr355::TR355,
    &tr357::TR357,
    &tr358::TR358,
    &tr359::TR359,
    &tr360::TR360,
    &tr361::TR361,
    &tr365::TR365,
    &tr366::TR366,
    &tr367::TR367,
    &tr369::TR369,
    &tr371::TR371,
    &tr373::TR373,
    &tr374::TR374,
    &tr375::TR375,
    &tr376::TR376,
    &tr377::TR377,
    &tr378::TR378,
    &tr379::TR379,
    &tr380::TR380,
    &tr381::TR381,
    &tr382::TR382,
    &tr383::TR383,
    &tr384::TR384,
    &tr385::TR385,
    &tr386::TR386,
    &tr387::TR387,
    &tr388::TR388,
    &tr389::TR389,
    &tr390::TR390,
    &tr409::TR409,
    &tr410::TR410,
    &tr411::TR411,
    &tr412::TR412,
    &tr413::TR413,
    &tr414::TR414,
    &tr415::TR415,
    &tr416::TR416,
    &tr418::TR418,
];

/// The rules of the standard, then our own for a 303.
pub fn alle_regels() -> impl Iterator<Item = &'static Regel> {
    REGELS.iter().chain(FACTUURREGELS).copied()
}
