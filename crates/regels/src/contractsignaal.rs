//! Signals about contracts: what one leaves open, what it says about a verzoek, and what it says about the lines of a
//! declaratie.

use std::collections::HashSet;

use bericht::{Bericht, Client, Datum, DeclaratieClient, Periode, Prestatie, Product, datum, toon_datum};
use contract::reken::{Lijn, waarnemingen};
use contract::{Aanvraag, Blokkade};
use dossier::{ClientFeit, ToewijzingVersie, geldige_versie};
use schema::tree::NodeId;

use crate::beoordeling::Zaak;
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
    geboren: Option<Datum>,
    /// The valid versions of its toewijzingen that are not deleted.
    toewijzingen: Vec<&'v ToewijzingVersie>,
}

impl<'v> Vrager<'v> {
    /// Looks the client up; none when there is no contract to ask, so that nothing is looked up in vain.
    pub fn van(zaak: &Zaak<'_>, client: &Client<'_>, feit: &'v ClientFeit) -> Option<Self> {
        if zaak.omgeving.contracten.0.is_empty() {
            return None;
        }
        let mut nummers: Vec<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
        nummers.sort_unstable();
        nummers.dedup();
        let versies = nummers.into_iter().filter_map(|nummer| geldige_versie(&feit.toewijzingen, nummer));
        let toewijzingen = versies.filter(|v| !v.is_verwijderd()).collect();
        Some(Self { geboren: geboren(zaak.bericht, client), toewijzingen })
    }

    /// Product codes of the toewijzingen that run on a day.
    fn lopend(&self, dag: Datum) -> Vec<&'v str> {
        let loopt = |v: &&&ToewijzingVersie| v.ingangsdatum <= dag && v.einddatum.is_none_or(|eind| dag <= eind);
        self.toewijzingen.iter().filter(loopt).filter_map(|v| v.product.as_ref()?.code.as_deref()).collect()
    }
}

/// The birth date of a client; one of which day or month is not known (COD170) says nothing about an age.
fn geboren(bericht: &Bericht<'_>, client: &Client<'_>) -> Option<Datum> {
    let geboortedatum = bericht.tree.node(client.node).child("Geboortedatum")?;
    let onzeker = geboortedatum.child("DatumGebruik").is_some();
    geboortedatum.child("Datum").filter(|_| !onzeker).and_then(|node| datum(node.value()))
}

/// The grounds of WJ759 that the contracts give for the answer to a verzoek: advice for whoever answers it with a 319.
pub fn afwijsgronden(
    product: Option<&Product>,
    dag: Datum,
    node: NodeId,
    (vrager, omgeving): (Option<&Vrager<'_>>, &Omgeving<'_>),
    meld: &mut Meldingen,
) {
    let Some(vrager) = vrager else { return };
    let lopend = vrager.lopend(dag);
    let vraag = Aanvraag {
        dossier: omgeving.dossier,
        dag,
        code: product.and_then(|p| p.code.as_deref()),
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
    let credits = client.prestaties.iter().filter(|p| p.is_credit());
    let teruggenomen: HashSet<(u32, Periode)> = credits.map(|p| (p.nummer, p.periode)).collect();
    let correctie = |at: usize| over.get(at).is_some_and(|p| teruggenomen.contains(&(p.nummer, p.periode)));
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
