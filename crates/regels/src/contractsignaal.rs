//! Signals about contracts: what one leaves open, and what it says about a verzoek.

use bericht::{Bericht, Client, Datum, DeclaratieClient, Prestatie, Product, datum, toon_datum};
use contract::reken::{Lijn, waarnemingen};
use contract::{Aanvraag, Blokkade};
use dossier::{ClientFeit, geldige_versie};
use schema::tree::NodeId;

use crate::melding::Meldingen;
use crate::moment::Omgeving;

/// A check that was not made because the contract leaves open what it needs; never a refusal.
pub fn open_punt(
    regel: &'static str,
    code: &str,
    blokkade: &Blokkade,
    prestatie: &Prestatie<'_>,
    meld: &mut Meldingen,
) {
    let tekst =
        format!("{code} is niet getoetst: het contract laat iets open over {}: {}", blokkade.code, blokkade.wat);
    meld.contractsignaal(regel, prestatie.node, tekst, blokkade.feit.as_deref(), Some(prestatie.bedrag.cent));
}

/// The client of a verzoek, as far as a contract asks about it. Never printed.
pub struct Vrager<'v> {
    /// Birth date, when it is known to the day.
    pub geboren: Option<Datum>,
    /// What is known of the client.
    pub feit: &'v ClientFeit,
}

/// The birth date of a client; one of which day or month is not known (COD170) says nothing about an age.
pub fn geboren(bericht: &Bericht<'_>, client: &Client<'_>) -> Option<Datum> {
    let geboortedatum = bericht.tree.node(client.node).child("Geboortedatum")?;
    let onzeker = geboortedatum.child("DatumGebruik").is_some();
    geboortedatum.child("Datum").filter(|_| !onzeker).and_then(|node| datum(node.value()))
}

/// The grounds of WJ759 that the contracts give for the answer to a verzoek: advice for whoever answers it with a 319.
pub fn afwijsgronden(
    product: Option<&Product>,
    dag: Datum,
    node: NodeId,
    (vrager, omgeving): (&Vrager<'_>, &Omgeving<'_>),
    meld: &mut Meldingen,
) {
    let lopend = lopende_codes(vrager.feit, dag);
    let lopend: Vec<&str> = lopend.iter().map(String::as_str).collect();
    let vraag = Aanvraag {
        dossier: omgeving.dossier,
        dag,
        code: product.and_then(|p| p.code.as_deref()),
        categorie: product.map(|p| p.categorie.as_str()),
        eenheid: None,
        jaarbudget: None,
        geboren: vrager.geboren,
        lopend: &lopend,
    };
    for grond in omgeving.contracten.afwijsgronden(&vraag) {
        let tekst = format!(
            "het contract geeft voor {} grond {} om dit verzoek af te wijzen: {}",
            toon_datum(dag),
            grond.grond.code(),
            grond.waarom
        );
        meld.contractsignaal("WJ759", node, tekst, grond.feit.as_deref(), None);
    }
}

/// Product codes of the toewijzingen that run on a day.
fn lopende_codes(feit: &ClientFeit, dag: Datum) -> Vec<String> {
    let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
    nummers.sort_unstable();
    nummers.dedup();
    let versies = nummers.into_iter().filter_map(|nummer| geldige_versie(&feit.toewijzingen, nummer));
    versies
        .filter(|v| !v.is_verwijderd() && v.ingangsdatum <= dag && v.einddatum.is_none_or(|eind| dag <= eind))
        .filter_map(|v| v.product.as_ref().and_then(|p| p.code.clone()))
        .collect()
}

/// What the contracts say about the lines of one client that are not refused. `geweigerd` tells which are.
pub fn prestaties(
    client: &DeclaratieClient<'_>,
    omgeving: &Omgeving<'_>,
    geweigerd: impl Fn(NodeId) -> bool,
    meld: &mut Meldingen,
) {
    let over: Vec<&Prestatie<'_>> = client.prestaties.iter().filter(|p| !p.is_credit() && !geweigerd(p.node)).collect();
    let Some(dag) = over.iter().map(|p| p.periode.begin).min() else { return };
    let lijnen: Vec<Lijn<'_>> = over
        .iter()
        .map(|p| Lijn { code: p.code, periode: p.periode, eenheid: p.eenheid, volume: p.volume, cent: p.bedrag.cent })
        .collect();
    let teruggenomen = |p: &Prestatie<'_>| {
        let zelfde = |c: &&Prestatie<'_>| c.is_credit() && (c.nummer, c.periode) == (p.nummer, p.periode);
        client.prestaties.iter().any(|c| zelfde(&c))
    };
    let correctie = |at: usize| over.get(at).is_some_and(|p| teruggenomen(p));
    for contract in omgeving.contracten.geldend(omgeving.dossier, dag) {
        if contract.uitgesloten(omgeving.dossier, None).is_some() {
            continue;
        }
        for gezien in waarnemingen(contract, &lijnen, omgeving.peildatum, correctie) {
            let Some(prestatie) = over.get(gezien.waarneming.lijn) else { continue };
            let (tekst, cent) = (gezien.waarneming.tekst, gezien.waarneming.cent);
            meld.contractsignaal(gezien.soort, prestatie.node, tekst, gezien.feit.as_deref(), Some(cent));
        }
    }
}
