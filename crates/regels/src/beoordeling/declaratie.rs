//! 323 against the dossier, and what a 303 shares with it: the Declaratie, then its clients, then all credits, then all
//! debets in document order (OP366). A Prestatie is granted or refused as a whole; what is refused does not count for what
//! follows.

use std::collections::{HashMap, HashSet};

use bericht::{Bedrag, Declaratie, Factuur, FactuurPrestatie, GEEN_NUMMER, Prestatie};
use dossier::{Boeking, ClientSleutel, DebetLijn, Kennis, PrestatieFeit, SmolStr, Snelset, Uitslag, geldige_versie};
use schema::tree::NodeId;

use super::{Zaak, bij, roep};
use crate::contractsignaal::prestaties;
use crate::melding::Meldingen;
use crate::moment::{ClientToets, DeclaratieToets, OpToewijzing, PrestatieToets};
use crate::regel::Regel;
use crate::regels::is_ingetrokken_als_verwijderd;

/// What became of a declaratie.
#[derive(Debug, Default)]
pub struct DeclaratieOordeel {
    /// Refused on the class Declaratie: nothing below was judged and nothing is kept but the Identificatie.
    pub geheel_geweigerd: bool,
    /// Clients that failed; their Prestaties were not judged.
    pub onbekende_clienten: HashSet<NodeId>,
    /// Prestaties that come back.
    pub geweigerd: HashSet<NodeId>,
    /// Prestaties that come back without having been judged.
    pub niet_beoordeeld: HashSet<NodeId>,
    /// All Prestaties as they are kept, in document order.
    pub prestaties: Vec<PrestatieFeit>,
    /// ReferentieNummers of this message that earlier messages own.
    pub gebruikte_referenties: Vec<SmolStr>,
    /// Granted total, debet minus credit, in eurocent.
    pub toegekend: i64,
}

impl DeclaratieOordeel {
    /// TotaalToegekendBedrag.
    pub fn toegekend_bedrag(&self) -> Bedrag {
        Bedrag::van_getekend(self.toegekend)
    }
}

/// Judges a declaratie and books what is granted.
pub fn declaratie(d: &Declaratie<'_>, zaak: &Zaak<'_>, kennis: &mut Kennis, meld: &mut Meldingen) -> DeclaratieOordeel {
    let mut oordeel = DeclaratieOordeel::default();
    let before = meld.aantal();
    let toets = DeclaratieToets { declaratie: d, kennis };
    roep(&bij!(zaak.bericht, DeclaratieDossier), meld, |f, meld| f(&toets, meld));
    if meld.aantal() > before {
        oordeel.geheel_geweigerd = true;
        return oordeel;
    }
    kennis.noteer_periode(d.periode);
    loop_af(d, None, zaak, kennis, meld, oordeel)
}

/// Judges and books the clients and Prestaties of a declaratie; `factuur` holds the same Prestaties as a 303 has them.
pub(super) fn loop_af(
    d: &Declaratie<'_>,
    factuur: Option<&Factuur<'_>>,
    zaak: &Zaak<'_>,
    kennis: &mut Kennis,
    meld: &mut Meldingen,
    mut oordeel: DeclaratieOordeel,
) -> DeclaratieOordeel {
    let mut loop_ = Loop::nieuw(d, factuur, zaak);
    loop_.clienten(kennis, meld, &mut oordeel);
    for credit in [true, false] {
        loop_.ronde(credit, kennis, meld);
    }
    loop_.contracten(meld);
    loop_.sluit_af(kennis, oordeel)
}

type Luisteraars<F> = Vec<(&'static Regel, F)>;
type OpPrestatie = fn(&PrestatieToets<'_>, &mut Meldingen);
type OpToets = fn(&OpToewijzing<'_>, &mut Meldingen);

/// The rules and the state of one walk over a declaratie.
struct Loop<'l> {
    declaratie: &'l Declaratie<'l>,
    facturen: HashMap<NodeId, &'l FactuurPrestatie<'l>>,
    zaak: &'l Zaak<'l>,
    sleutels: Vec<ClientSleutel>,
    dubbel: Snelset<&'l str>,
    codes: HashMap<NodeId, Vec<String>>,
    onbekend: Snelset<NodeId>,
    elk: Luisteraars<OpPrestatie>,
    credit: Luisteraars<OpPrestatie>,
    debet: Luisteraars<OpPrestatie>,
    op: Luisteraars<OpToets>,
    op_geldige: Luisteraars<OpToets>,
}

impl<'l> Loop<'l> {
    fn nieuw(declaratie: &'l Declaratie<'l>, factuur: Option<&'l Factuur<'l>>, zaak: &'l Zaak<'l>) -> Self {
        let (mut gezien, mut dubbel) = (Snelset::default(), Snelset::default());
        for prestatie in declaratie.prestaties() {
            if !gezien.insert(prestatie.referentie) {
                dubbel.insert(prestatie.referentie);
            }
        }
        Self {
            declaratie,
            facturen: factuur.into_iter().flat_map(Factuur::prestaties).map(|p| (p.node, p)).collect(),
            zaak,
            sleutels: declaratie.clienten.iter().map(|c| zaak.hasher.client(c.client.bsn)).collect(),
            dubbel,
            codes: HashMap::new(),
            onbekend: Snelset::default(),
            elk: bij!(zaak.bericht, PrestatieElk),
            credit: bij!(zaak.bericht, PrestatieCredit),
            debet: bij!(zaak.bericht, PrestatieDebet),
            op: bij!(zaak.bericht, OpToewijzing),
            op_geldige: bij!(zaak.bericht, OpGeldigeToewijzing),
        }
    }

    fn clienten(&mut self, kennis: &Kennis, meld: &mut Meldingen, oordeel: &mut DeclaratieOordeel) {
        let regels = bij!(self.zaak.bericht, BekendeClient);
        for (client, sleutel) in self.declaratie.clienten.iter().zip(&self.sleutels) {
            let before = meld.aantal();
            let toets = ClientToets { client: &client.client, sleutel, bericht: self.zaak.bericht, kennis };
            roep(&regels, meld, |f, meld| f(&toets, meld));
            if meld.aantal() > before {
                oordeel.onbekende_clienten.insert(client.client.node);
                self.onbekend.extend(client.prestaties.iter().map(|p| p.node));
            }
        }
    }

    /// All credits or all debets, in document order.
    fn ronde(&mut self, credit: bool, kennis: &mut Kennis, meld: &mut Meldingen) {
        let declaratie = self.declaratie;
        for (index, client) in declaratie.clienten.iter().enumerate() {
            let Some(sleutel) = self.sleutels.get(index).copied() else { continue };
            for prestatie in client.prestaties.iter().filter(|p| p.is_credit() == credit) {
                if self.onbekend.contains(&prestatie.node) {
                    continue;
                }
                let before = meld.aantal();
                self.toets(prestatie, &sleutel, kennis, meld);
                let codes: Vec<String> = meld
                    .bevindingen
                    .iter()
                    .skip(before)
                    .filter_map(|b| b.regel.retourcode.map(str::to_owned))
                    .collect();
                if codes.is_empty() {
                    boek(prestatie, &sleutel, kennis);
                } else {
                    self.codes.insert(prestatie.node, codes);
                }
            }
        }
    }

    fn toets(&self, prestatie: &'l Prestatie<'l>, client: &ClientSleutel, kennis: &Kennis, meld: &mut Meldingen) {
        let toets = PrestatieToets {
            prestatie,
            declaratie: self.declaratie,
            client,
            kennis,
            omgeving: self.zaak.omgeving,
            dubbele_referentie: self.dubbel.contains(prestatie.referentie),
            factuur: self.facturen.get(&prestatie.node).copied(),
        };
        roep(&self.elk, meld, |f, meld| f(&toets, meld));
        if prestatie.is_credit() {
            roep(&self.credit, meld, |f, meld| f(&toets, meld));
            return;
        }
        roep(&self.debet, meld, |f, meld| f(&toets, meld));
        let Some(toewijzing) = geldige_versie(&kennis.client(client).toewijzingen, prestatie.nummer) else { return };
        let verbruik = kennis.verbruik(client, prestatie.nummer);
        let op = OpToewijzing { toets: &toets, toewijzing, verbruik };
        roep(&self.op, meld, |f, meld| f(&op, meld));
        // In release 2.3 a toewijzing is deleted by its dates (RedenWijziging 01).
        let verwijderd = toets.factuur.is_some() && toewijzing.is_verwijderd();
        if !verwijderd && !is_ingetrokken_als_verwijderd(toewijzing) {
            roep(&self.op_geldige, meld, |f, meld| f(&op, meld));
        }
    }

    /// Signals of the contracts about what is granted; they change no outcome.
    fn contracten(&self, meld: &mut Meldingen) {
        if self.zaak.omgeving.contracten.0.is_empty() {
            return;
        }
        for client in &self.declaratie.clienten {
            let geweigerd = |node| self.codes.contains_key(&node) || self.onbekend.contains(&node);
            prestaties(client, self.zaak.omgeving, geweigerd, meld);
        }
    }

    /// Puts the outcomes in document order.
    fn sluit_af(mut self, kennis: &Kennis, mut oordeel: DeclaratieOordeel) -> DeclaratieOordeel {
        for (client, sleutel) in self.declaratie.clienten.iter().zip(&self.sleutels) {
            for prestatie in &client.prestaties {
                let codes = self.codes.remove(&prestatie.node);
                let uitslag = if self.onbekend.contains(&prestatie.node) {
                    oordeel.niet_beoordeeld.insert(prestatie.node);
                    Uitslag::Geweigerd(vec![bericht::retour::NIET_BEOORDEELD.to_owned()])
                } else {
                    codes.map_or(Uitslag::Toegekend, Uitslag::Geweigerd)
                };
                if uitslag == Uitslag::Toegekend {
                    oordeel.toegekend += prestatie.bedrag.getekend();
                } else {
                    oordeel.geweigerd.insert(prestatie.node);
                }
                if kennis.prestatie(prestatie.referentie).is_some() {
                    oordeel.gebruikte_referenties.push(prestatie.referentie.into());
                }
                oordeel.prestaties.push(feit(prestatie, sleutel, uitslag, self.zaak));
            }
        }
        oordeel
    }
}

/// Books a granted Prestatie in the counters of its toewijzing.
fn boek(prestatie: &Prestatie<'_>, client: &ClientSleutel, kennis: &mut Kennis) {
    let boeking = Boeking { eenheid: prestatie.eenheid, volume: prestatie.volume, bedrag: prestatie.bedrag.cent };
    if let Some(debet) = prestatie.vorige.filter(|_| prestatie.is_credit()) {
        kennis.boek_credit(client, prestatie.nummer, boeking, (debet, prestatie.referentie));
        return;
    }
    let lijn = DebetLijn {
        referentie: prestatie.referentie,
        periode: prestatie.periode,
        categorie: prestatie.categorie,
        code: prestatie.code,
    };
    kennis.boek_debet(client, prestatie.nummer, boeking, lijn);
}

/// A Prestatie as it is kept.
pub(super) fn feit(
    prestatie: &Prestatie<'_>,
    client: &ClientSleutel,
    uitslag: Uitslag,
    zaak: &Zaak<'_>,
) -> PrestatieFeit {
    PrestatieFeit {
        client: *client,
        bericht: zaak.id,
        referentie: prestatie.referentie.into(),
        vorige: prestatie.vorige.map(Into::into),
        nummer: Some(prestatie.nummer).filter(|nummer| *nummer != GEEN_NUMMER).unwrap_or_default(),
        categorie: prestatie.categorie.into(),
        code: prestatie.code.into(),
        periode: prestatie.periode,
        volume: prestatie.volume,
        eenheid: prestatie.eenheid,
        tarief: prestatie.tarief,
        bedrag: prestatie.bedrag,
        uitslag,
        gecrediteerd_door: None,
    }
}
