//! TR322: The sum of volumes fits the toewijzing over its whole term.

use crate::prelude::*;
use crate::reken::{eenheid_past, in_teleenheid, maximum_termijn, toon_telling, toon_volume, verbruikt};

/// What people read about this rule.
const UITLEG: &str = "Alle toegekende en niet gecrediteerde volumes op een toewijzing passen samen binnen wat over de hele \
    looptijd is toegewezen. De regel die de som over de grens brengt wordt afgewezen en telt niet mee voor de \
    volgende.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "Bij een open einddatum telt het einde van de declaratieperiode. Binnen een bericht gaan credits voor, daarna \
    de debetregels op volgorde.";

/// The sum of volumes fits the toewijzing over its whole term. Source: TR322
pub static TR322: Regel = Regel {
    id: "TR322",
    niveau: 3,
    retourcode: Some("9322"),
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
    let maximum = maximum_termijn(op.toewijzing, &omvang, op.toets.declaratie.periode.eind);
    let eerder = verbruikt(&omvang, op.verbruik);
    let volume = in_teleenheid(&omvang, prestatie.eenheid, prestatie.volume);
    let som = eerder.saturating_add(volume);
    let tel = |aantal| Waarde::telvolume(aantal, omvang.eenheid);
    let spoor = || {
        Spoor::default()
            .geteld(maximum)
            .eerder_volume(&omvang, op.verbruik)
            .gegeven("deze regel", tel(volume))
            .vergelijk("som van de volumes", tel(som), Moet::AtMost, tel(maximum.volume))
    };
    if som > maximum.volume {
        let telling = toon_telling(&omvang, maximum);
        let tekst = format!(
            "al toegekend {}, deze regel {}; over de hele looptijd hoogstens {}{telling}",
            toon_volume(&omvang, eerder),
            toon_volume(&omvang, volume),
            toon_volume(&omvang, maximum.volume)
        );
        meld.fout(prestatie.node, tekst, op.versie().en(spoor()));
    } else {
        meld.akkoord(prestatie.node, || spoor().gegeven("over na deze regel", tel(maximum.volume - som)));
    }
}
