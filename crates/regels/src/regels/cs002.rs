//! CS002: Every Bsn passes the elfproef.

use bericht::Client;

use crate::prelude::*;

/// What people read about this rule.
const UITLEG: &str = "Het burgerservicenummer van de cliënt voldoet aan de elfproef: negen cijfers met gewichten 9 tot en met 2 en \
    -1, samen deelbaar door 11.";

/// Every Bsn passes the elfproef. Source: CS002
pub static CS002: Regel = Regel {
    id: "CS002",
    niveau: 2,
    retourcode: Some("0001"),
    standaarden: Standaarden::Beide,
    berichten: &[S301, S305, S307, S315, S317, S323, S325],
    uitleg: UITLEG,
    keuze: None,
    momenten: &[Moment::Client(toets)],
};

pub(super) fn toets(client: &Client<'_>, _: &Bericht<'_>, meld: &mut Meldingen) {
    if !client.bsn.elfproef() {
        meld.fout(
            client.bsn_node,
            "het Bsn voldoet niet aan de elfproef",
            vergelijk("Bsn", Waarde::Withheld, Moet::Fit, "de elfproef"),
        );
    }
}
