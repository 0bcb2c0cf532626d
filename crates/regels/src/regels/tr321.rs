//! TR321: GeleverdVolume fits the toewijzing over one ProductPeriode.

use crate::prelude::*;
use crate::reken::{eenheid_past, in_teleenheid, maximum_periode, toon_telling, toon_volume};

/// What people read about this rule.
const UITLEG: &str = "Het volume van een regel past binnen wat voor die periode is toegewezen. Per week telt elke kalenderweek die \
    de periode raakt; outputgericht telt elke zondag. Huishoudelijke hulp van de Wmo (categorie 01) mag per \
    maand zes keer het weekvolume zijn.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Per dag en per maand rekent outputgericht als inspanningsgericht; een gebroken maand telt voor een hele \
    (IV078). De zesvoudige grens van categorie 01 geldt in elke maand en voor elke eenheid.";

/// GeleverdVolume fits the toewijzing over one ProductPeriode. Source: TR321, IV077, IV078
pub static TR321: Regel = Regel {
    id: "TR321",
    niveau: 3,
    retourcode: Some("9321"),
    standaarden: Standaarden::Beide,
    berichten: &[S323],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::OpGeldigeToewijzing(toets)],
};

pub(super) fn toets(op: &OpToewijzing<'_>, meld: &mut Meldingen) {
    let Some(omvang) = op.toewijzing.omvang else { return };
    let prestatie = op.toets.prestatie;
    // Volumes in a unit that does not fit cannot be compared; TR341 speaks then.
    if !eenheid_past(omvang.eenheid, prestatie.eenheid) {
        return;
    }
    let maximum = maximum_periode(op.toets.omgeving.dossier.domein, op.toewijzing, &omvang, prestatie.periode);
    let volume = in_teleenheid(&omvang, prestatie.eenheid, prestatie.volume);
    let spoor = || {
        let (deze, grens) =
            (Waarde::telvolume(volume, omvang.eenheid), Waarde::telvolume(maximum.volume, omvang.eenheid));
        Spoor::default().geteld(maximum).vergelijk("GeleverdVolume", deze, Moet::AtMost, grens)
    };
    if volume > maximum.volume {
        let (deze, grens) = (toon_volume(&omvang, volume), toon_volume(&omvang, maximum.volume));
        let telling = toon_telling(&omvang, maximum);
        meld.fout(
            prestatie.node,
            format!("gedeclareerd {deze}, toegewezen in deze periode hoogstens {grens}{telling}"),
            op.versie().en(spoor()),
        );
    } else {
        meld.akkoord(prestatie.node, spoor);
    }
}
