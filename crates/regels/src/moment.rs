//! The elements and moments a rule can listen to, with what it gets to see there.

use bericht::{
    AangevraagdProduct, Antwoord, Bericht, Client, Datum, Declaratie, DeclaratieAntwoord, DeclaratieClient, Dossier,
    Factuur, FactuurPrestatie, Geboortedatum, Prestatie, StartProduct, StopProduct, ToegewezenProduct,
    ToewijzingBericht, VerzoekWijziging,
};
use contract::Contracten;
use dossier::{BerichtId, ClientFeit, ClientSleutel, Kennis, Toewijzing, Verbruik, VerzoekFeit};
use schema::tree::NodeRef;

use crate::gemeenten::Gemeenten;
use crate::melding::Meldingen;
use crate::register::Bekend;
use crate::spoor::{Spoor, op_versie};

/// Everything around the message that a rule may use. No clock: the reference date is given.
#[derive(Debug, Clone, Copy)]
pub struct Omgeving<'o> {
    /// Where the message belongs.
    pub dossier: &'o Dossier,
    /// Reference date: the Dutch civil date of the control.
    pub peildatum: Datum,
    /// Contracts in force.
    pub contracten: &'o Contracten,
    /// CBS list.
    pub gemeenten: &'o Gemeenten,
    /// Whether lines that are granted are explained too. The verdict is the same; it takes more memory and time.
    pub waarom: bool,
}

/// What a header rule sees.
#[derive(Debug)]
pub struct KopToets<'t> {
    /// The message.
    pub bericht: &'t Bericht<'t>,
    /// Key in the store of the client of a message about one client.
    pub client: Option<&'t ClientSleutel>,
    /// Stored data.
    pub kennis: &'t Kennis,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on a client sees.
#[derive(Debug)]
pub struct ClientToets<'t> {
    /// The client.
    pub client: &'t Client<'t>,
    /// Its key in the store.
    pub sleutel: &'t ClientSleutel,
    /// The message.
    pub bericht: &'t Bericht<'t>,
    /// Stored data.
    pub kennis: &'t Kennis,
}

/// What a rule on a StartProduct sees.
#[derive(Debug)]
pub struct StartToets<'t> {
    /// The start.
    pub start: &'t StartProduct,
    /// The client's dossier, with what this message changed so far.
    pub feit: &'t ClientFeit,
    /// The same, by what rules compare.
    pub(crate) bekend: Bekend<'t>,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on a StopProduct sees.
#[derive(Debug)]
pub struct StopToets<'t> {
    /// The stop.
    pub stop: &'t StopProduct<'t>,
    /// The client's dossier, with what this message changed so far.
    pub feit: &'t ClientFeit,
    /// The same, by what rules compare.
    pub(crate) bekend: Bekend<'t>,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on the class Declaratie sees.
#[derive(Debug)]
pub struct DeclaratieToets<'t> {
    /// The declaratie.
    pub declaratie: &'t Declaratie<'t>,
    /// Stored data.
    pub kennis: &'t Kennis,
}

/// What a rule on a Prestatie sees.
#[derive(Debug)]
pub struct PrestatieToets<'t> {
    /// The Prestatie.
    pub prestatie: &'t Prestatie<'t>,
    /// The declaratie around it.
    pub declaratie: &'t Declaratie<'t>,
    /// The client's key in the store.
    pub client: &'t ClientSleutel,
    /// Stored data, with what this message was granted so far.
    pub kennis: &'t Kennis,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
    /// Whether another Prestatie of this message has the same ReferentieNummer.
    pub dubbele_referentie: bool,
    /// The Prestatie as a 303 of release 2.3 has it.
    pub factuur: Option<&'t FactuurPrestatie<'t>>,
}

/// What a rule on a debet Prestatie and its toewijzing sees.
#[derive(Debug)]
pub struct OpToewijzing<'t> {
    /// The Prestatie and its surroundings.
    pub toets: &'t PrestatieToets<'t>,
    /// The valid version of its toewijzing.
    pub toewijzing: &'t Toewijzing,
    /// What was granted on it.
    pub verbruik: &'t Verbruik,
}

impl OpToewijzing<'_> {
    /// The version of the toewijzing that is used, as the start of a trace.
    pub fn versie(&self) -> Spoor {
        op_versie(self.toewijzing, &self.toets.kennis.client(self.toets.client).toewijzingen)
    }
}

/// What a rule on a 325 sees: the answer and the 323 as it was judged here.
#[derive(Debug)]
pub struct AntwoordToets<'t> {
    /// The 325.
    pub bericht: &'t Bericht<'t>,
    /// Its body, when it has one.
    pub antwoord: Option<&'t DeclaratieAntwoord<'t>>,
    /// Stored data: the 323 and its Prestaties.
    pub kennis: &'t Kennis,
}

/// What a rule on a ToegewezenProduct sees.
#[derive(Debug)]
pub struct ToegewezenToets<'t> {
    /// The product.
    pub product: &'t ToegewezenProduct<'t>,
    /// The 301 around it.
    pub toewijzing: &'t ToewijzingBericht<'t>,
    /// Its number in this installation.
    pub bericht: BerichtId,
    /// Its client's key in the store.
    pub client: &'t ClientSleutel,
    /// The client's dossier.
    pub feit: &'t ClientFeit,
    /// Stored data.
    pub kennis: &'t Kennis,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on an AangevraagdProduct sees.
#[derive(Debug)]
pub struct AangevraagdToets<'t> {
    /// The product.
    pub product: &'t AangevraagdProduct<'t>,
    /// Stored data.
    pub kennis: &'t Kennis,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on a Verzoek (317) sees.
#[derive(Debug)]
pub struct VerzoekToets<'t> {
    /// The verzoek.
    pub verzoek: &'t VerzoekWijziging<'t>,
    /// Dagtekening of the message: the date on which toewijzingen are actueel.
    pub dagtekening: Datum,
    /// The client's dossier.
    pub feit: &'t ClientFeit,
    /// Stored data.
    pub kennis: &'t Kennis,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// What a rule on an Antwoord (319) sees.
#[derive(Debug)]
pub struct VerzoekAntwoordToets<'t> {
    /// The answer.
    pub antwoord: &'t Antwoord<'t>,
    /// The verzoek it answers, when that is known.
    pub verzoek: Option<&'t VerzoekFeit>,
    /// Surroundings.
    pub omgeving: &'t Omgeving<'t>,
}

/// An element or moment, with the function that is called there.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// Level 2: the whole message.
    Bericht(fn(&Bericht<'_>, &mut Meldingen)),
    /// Level 2: every element with this name, in messages other than 323 and 325.
    Element(&'static str, fn(NodeRef<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every Geboortedatum of Client and Relatie.
    Geboortedatum(fn(&Geboortedatum<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every Client.
    Client(fn(&Client<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every StartProduct.
    Start(fn(&StartProduct, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every StopProduct.
    Stop(fn(&StopProduct<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: the Declaratie.
    Declaratie(fn(&Declaratie<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every Client with Prestaties (323 and 325).
    Prestaties(fn(&DeclaratieClient<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every Prestatie (323 and 325).
    Prestatie(fn(&Prestatie<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: a 303 as a whole.
    Factuur(fn(&Factuur<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: every Prestatie of a 303.
    FactuurPrestatie(fn(&FactuurPrestatie<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 2: the DeclaratieAntwoord.
    Antwoord(fn(&DeclaratieAntwoord<'_>, &Bericht<'_>, &mut Meldingen)),
    /// Level 3 and 4: the header, before anything of the body.
    Kop(fn(&KopToets<'_>, &mut Meldingen)),
    /// Level 3: a client that must be known.
    BekendeClient(fn(&ClientToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: every ToegewezenProduct.
    Toegewezen(fn(&ToegewezenToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: every AangevraagdProduct.
    Aangevraagd(fn(&AangevraagdToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: the Verzoek of a 317 with its products.
    Verzoek(fn(&VerzoekToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: the Antwoord of a 319.
    VerzoekAntwoord(fn(&VerzoekAntwoordToets<'_>, &mut Meldingen)),
    /// Level 3: a StartProduct that deletes.
    StartVerwijderen(fn(&StartToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: a StartProduct that reports.
    StartNieuw(fn(&StartToets<'_>, &mut Meldingen)),
    /// Level 3: a StopProduct that deletes.
    StopVerwijderen(fn(&StopToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: a StopProduct that reports.
    StopNieuw(fn(&StopToets<'_>, &mut Meldingen)),
    /// Level 3: the Declaratie against earlier ones.
    DeclaratieDossier(fn(&DeclaratieToets<'_>, &mut Meldingen)),
    /// Level 3: every Prestatie of a 323 or 303.
    PrestatieElk(fn(&PrestatieToets<'_>, &mut Meldingen)),
    /// Level 3: every credit.
    PrestatieCredit(fn(&PrestatieToets<'_>, &mut Meldingen)),
    /// Level 3 and 4: every debet, also without a toewijzing.
    PrestatieDebet(fn(&PrestatieToets<'_>, &mut Meldingen)),
    /// Level 3: a debet whose toewijzing exists.
    OpToewijzing(fn(&OpToewijzing<'_>, &mut Meldingen)),
    /// Level 3 and 4: a debet whose toewijzing exists and is not deleted.
    OpGeldigeToewijzing(fn(&OpToewijzing<'_>, &mut Meldingen)),
    /// Level 3: a 325 against the 323.
    AntwoordDossier(fn(&AntwoordToets<'_>, &mut Meldingen)),
}
