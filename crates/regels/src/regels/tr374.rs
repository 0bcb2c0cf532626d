//! TR374: No new verzoek while one is open for the same client.

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Zolang een verzoek van deze aanbieder voor deze cliënt loopt, kan er geen nieuw verzoek bij. Een verzoek \
    loopt tot elk onderdeel is afgewezen of toegewezen; in onderzoek is nog open.";

/// What was chosen where the standard leaves room.
const KEUZE: &str = "De regel gaat over het hele bericht; de code staat in de Header. Een aanvaard verzoek is onderhanden vanaf \
    het moment van aanvaarden.";

/// No new verzoek while one is open for the same client. Source: TR374, OP350.
pub static TR374: Regel = Regel {
    id: "TR374",
    niveau: 3,
    retourcode: Some("9374"),
    standaarden: Standaarden::Beide,
    berichten: &[S315, S317],
    uitleg: UITLEG,
    keuze: Some(KEUZE),
    momenten: &[Moment::Kop(toets)],
};

fn toets(toets: &KopToets<'_>, meld: &mut Meldingen) {
    let open = toets
        .client
        .map_or(0, |client| toets.kennis.client(client).verzoeken.iter().filter(|v| v.is_onderhanden()).count());
    if open > 0 {
        meld.fout(
            toets.bericht.header.node,
            "een eerder verzoek voor deze cliënt is nog onderhanden",
            vergelijk("onderhanden verzoeken voor deze cliënt", open, Moet::AtMost, 0_usize),
        );
    }
}
