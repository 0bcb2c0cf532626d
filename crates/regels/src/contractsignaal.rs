//! Signals about contracts: what one leaves open, what it says about a verzoek, and what it says about the lines of a
//! declaratie, a start or stop, and a toewijzing that is about to be sent.

use std::collections::{BTreeSet, HashSet};

use bericht::{
    Bericht, Client, Datum, DeclaratieClient, Periode, Prestatie, Product, StartProduct, StopProduct,
    ToewijzingBericht, datum, toon_datum,
};
use contract::model::Contractregel;
use contract::reken::{Bezwaar, Lijn, Toegewezen, overleg_verwacht, waarnemingen, werkdagen_voor_stop};
use contract::{Aanvraag, Blokkade, Contract, Prijsafspraak};
use dossier::{ClientFeit, ToewijzingVersie, geldige_versie};
use schema::tree::{NodeId, NodeRef};

use crate::beoordeling::Zaak;
use crate::melding::Meldingen;
use crate::moment::Omgeving;
use crate::termijn::te_laat;

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

/// What the contracts have against the toewijzingen of a 301 that is about to be sent, each with its element. `feit` is what
/// is known of the client.
pub fn toewijzing(bericht: &ToewijzingBericht<'_>, zaak: &Zaak<'_>, feit: &ClientFeit) -> Vec<(NodeId, Bezwaar)> {
    if zaak.omgeving.contracten.0.is_empty() {
        return Vec::new();
    }
    let client = zaak.bericht.tree.node(bericht.client.node);
    let (geboren, adres) = (geboren(zaak.bericht, &bericht.client), heeft_adres(client));
    let mut uit = Vec::new();
    for product in &bericht.producten {
        let geldig = geldige_versie(&feit.toewijzingen, product.nummer).filter(|v| !v.is_verwijderd());
        let wat = Toegewezen {
            dossier: zaak.omgeving.dossier,
            dagtekening: zaak.bericht.header.identificatie.dagtekening,
            product: product.product.as_ref(),
            ingangsdatum: product.ingangsdatum,
            einddatum: product.einddatum,
            reden: product.reden_wijziging,
            omvang: product.omvang,
            budget: product.budget,
            geboren,
            adres,
            geldig: geldig.map(|versie| versie.einddatum),
        };
        uit.extend(zaak.omgeving.contracten.bezwaren(&wat).into_iter().map(|bezwaar| (product.node, bezwaar)));
    }
    uit
}

fn heeft_adres(client: NodeRef<'_>) -> bool {
    let contacten = client.child("Contactgegevens").into_iter().flat_map(NodeRef::children);
    contacten.into_iter().any(|contact| contact.child("Adres").is_some())
}

/// What the contracts say about a start that is reported: whether that was in time, from `vanaf` on.
pub fn start(start: &StartProduct, vanaf: Datum, omgeving: &Omgeving<'_>, meld: &mut Meldingen) {
    for regel in regels(omgeving, start.begindatum, start.product.as_ref(), "start_message_timeliness") {
        let Some(werkdagen) = regel.geheel("werkdagen").and_then(|w| u32::try_from(w).ok()) else { continue };
        if let Some(uiterlijk) = te_laat(vanaf, werkdagen, omgeving.peildatum) {
            let tekst = gemeld("de start", werkdagen, uiterlijk, omgeving.peildatum);
            let feit = regel.feiten.first().map(String::as_str);
            meld.contractsignaal(regel.soort.naam, start.begindatum_node, tekst, feit, None);
        }
    }
}

/// What the contracts say about a stop that is reported: whether that was in time, and whether its reason wants
/// consultation first. `meet_termijn` is false where the day from which the term runs cannot be known.
pub fn stop(stop: &StopProduct<'_>, meet_termijn: bool, omgeving: &Omgeving<'_>, meld: &mut Meldingen) {
    let product = stop.product.as_ref();
    for regel in regels(omgeving, stop.einddatum, product, "stop_message_timeliness").filter(|_| meet_termijn) {
        let Some(werkdagen) = werkdagen_voor_stop(regel, stop.reden) else { continue };
        if let Some(uiterlijk) = te_laat(stop.einddatum, werkdagen, omgeving.peildatum) {
            let tekst = gemeld("de stop", werkdagen, uiterlijk, omgeving.peildatum);
            let feit = regel.feiten.first().map(String::as_str);
            meld.contractsignaal(regel.soort.naam, stop.einddatum_node, tekst, feit, None);
        }
    }
    let einden = regels(omgeving, stop.einddatum, product, "end_reason_mapping");
    for regel in einden.filter(|regel| overleg_verwacht(regel, stop.reden)) {
        let tekst = format!("reden {} (RedenBeeindiging): het contract verwacht eerst overleg", stop.reden);
        let feit = regel.feiten.first().map(String::as_str);
        meld.contractsignaal(regel.soort.naam, stop.node, tekst, feit, None);
    }
}

fn gemeld(wat: &str, werkdagen: u32, uiterlijk: Datum, op: Datum) -> String {
    let (uiterlijk, op) = (toon_datum(uiterlijk), toon_datum(op));
    format!("{wat} is gemeld op {op}; met {werkdagen} werkdagen liep de termijn tot en met {uiterlijk}")
}

/// The rules of a kind in the contracts that are in force on a day and do not exclude the product.
fn regels<'o>(
    omgeving: &Omgeving<'o>,
    dag: Datum,
    product: Option<&Product>,
    soort: &'static str,
) -> impl Iterator<Item = &'o Contractregel> {
    let (dossier, code) = (omgeving.dossier, product.and_then(|p| p.code.clone()));
    let geldend = omgeving.contracten.geldend(dossier, dag);
    let ingekocht = geldend.filter(move |contract| contract.uitgesloten(dossier, code.as_deref()).is_none());
    ingekocht.flat_map(|contract| &contract.regels).filter(move |regel| regel.soort.naam == soort)
}

/// What the contracts say about the lines of one client that are not refused, each contract about those on whose first day
/// it holds. `geweigerd` tells which lines are refused.
pub fn prestaties(
    client: &DeclaratieClient<'_>,
    omgeving: &Omgeving<'_>,
    geweigerd: impl Fn(NodeId) -> bool,
    meld: &mut Meldingen,
) {
    let aanvaard: Vec<&Prestatie<'_>> = client.prestaties.iter().filter(|p| !geweigerd(p.node)).collect();
    let (credits, over): (Vec<_>, Vec<_>) = aanvaard.into_iter().partition(|p| p.is_credit());
    let teruggenomen: HashSet<Plek<'_>> = credits.into_iter().map(plek).collect();
    // A declaratie has few first days and may have many lines.
    let dagen: BTreeSet<Datum> = over.iter().map(|p| p.periode.begin).collect();
    for contract in &omgeving.contracten.0 {
        let geldend: BTreeSet<Datum> =
            dagen.iter().copied().filter(|dag| contract.geldt(omgeving.dossier, *dag)).collect();
        if geldend.is_empty() {
            continue;
        }
        let hier: Vec<&Prestatie<'_>> = over.iter().copied().filter(|p| geldend.contains(&p.periode.begin)).collect();
        niet_ingekocht(contract, &hier, omgeving, meld);
        if contract.uitgesloten(omgeving.dossier, None).is_none() {
            beloop(contract, &hier, &teruggenomen, omgeving, meld);
        }
    }
}

/// What a credit and the debet that replaces its line have in common (TR389).
type Plek<'p> = (u32, &'p str, &'p str, Periode);

fn plek<'p>(prestatie: &Prestatie<'p>) -> Plek<'p> {
    (prestatie.nummer, prestatie.categorie, prestatie.code, prestatie.periode)
}

/// Lines on what the gemeente does not buy by a contract, unless another contract has the product all the same.
fn niet_ingekocht(contract: &Contract, lijnen: &[&Prestatie<'_>], omgeving: &Omgeving<'_>, meld: &mut Meldingen) {
    if contract.uitsluitingen.is_empty() {
        return;
    }
    for prestatie in lijnen {
        let Some(feit) = contract.uitgesloten(omgeving.dossier, Some(prestatie.code)) else { continue };
        if !elders_ingekocht(prestatie, omgeving) {
            let tekst = format!("{}: de gemeente koopt dit volgens het contract niet in", prestatie.code);
            meld.contractsignaal(UITGESLOTEN, prestatie.node, tekst, feit, Some(prestatie.bedrag.cent));
        }
    }
}

/// Kind of the signal about what is not bought.
const UITGESLOTEN: &str = "contract_scope.exclusion";

/// Whether a contract that does not exclude it has the product of a line.
fn elders_ingekocht(prestatie: &Prestatie<'_>, omgeving: &Omgeving<'_>) -> bool {
    let (contracten, dossier, dag) = (omgeving.contracten, omgeving.dossier, prestatie.periode.begin);
    !matches!(contracten.prijs(dossier, prestatie.code, prestatie.nummer, dag), Prijsafspraak::Geen)
        || !contracten.eenheden(dossier, prestatie.code, dag).is_empty()
}

/// What the rules of one contract see in the lines on which it holds. Products that it excludes stand beside the others, but
/// its rules are not about them.
fn beloop(
    contract: &Contract,
    hier: &[&Prestatie<'_>],
    teruggenomen: &HashSet<Plek<'_>>,
    omgeving: &Omgeving<'_>,
    meld: &mut Meldingen,
) {
    let lijnen: Vec<Lijn<'_>> = hier
        .iter()
        .map(|p| Lijn { code: p.code, periode: p.periode, eenheid: p.eenheid, volume: p.volume, cent: p.bedrag.cent })
        .collect();
    let correctie = |at: usize| hier.get(at).is_some_and(|p| teruggenomen.contains(&plek(p)));
    for gezien in waarnemingen(contract, &lijnen, omgeving.peildatum, correctie) {
        let Some(prestatie) = hier.get(gezien.waarneming.lijn) else { continue };
        if contract.uitgesloten(omgeving.dossier, Some(prestatie.code)).is_some() {
            continue;
        }
        let (tekst, cent) = (gezien.waarneming.tekst, gezien.waarneming.cent);
        meld.contractsignaal(gezien.soort, prestatie.node, tekst, gezien.feit.as_deref(), Some(cent));
    }
}
