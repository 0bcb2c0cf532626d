//! What a retour finds of the message it answers: the Prestaties of a 323, and the bookings of a message that was sent from
//! here, to be confirmed or undone.

use std::collections::{HashMap, HashSet};

use bericht::DebetCredit;

use super::{Kennis, insert, nummer_key, prestatie_prefix, referentie_key, verbruik_key};
use crate::clientsleutel::ClientSleutel;
use crate::record::{DeclaratieFeit, NummerFeit, PrestatieFeit, Record, Uitslag, VerzondenFeit};
use crate::seam::{BerichtId, ChangeSet, Insert, ReadSet, Table, Update, Version};
use crate::sleutel::Key;
use crate::toewijzing::{ToewijzingVersie, geldige_versie};
use crate::verbruik::{Boeking, DebetLijn};

/// The Prestaties of the 323 that a 325 answers, in the order of the message.
#[derive(Debug, Clone, Default)]
pub(super) struct Regels {
    rijen: Vec<Rij>,
    op_referentie: HashMap<String, Vec<usize>>,
    clienten: HashSet<ClientSleutel>,
}

#[derive(Debug, Clone)]
struct Rij {
    key: Key,
    /// Whether the row owns its ReferentieNummer.
    eigenaar: bool,
    version: Version,
    feit: PrestatieFeit,
    lot: Lot,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lot {
    Blijft,
    Gewijzigd,
    /// Changed, and from now on the owner of its ReferentieNummer.
    InBezit,
    Weg,
}

impl Regels {
    pub(super) fn neem_op(&mut self, key: Key, eigenaar: bool, version: Version, feit: PrestatieFeit) {
        self.clienten.insert(feit.client.clone());
        self.op_referentie.entry(feit.referentie.clone()).or_default().push(self.rijen.len());
        self.rijen.push(Rij { key, eigenaar, version, feit, lot: Lot::Blijft });
    }

    pub(super) fn wijzigingen(self, dossier: &Key, set: &mut ChangeSet) {
        for Rij { key, version, feit, lot, .. } in self.rijen {
            let unique = dossier.clone().with(&feit.referentie);
            let record = Record::Prestatie(Box::new(feit));
            match lot {
                Lot::Blijft => {}
                Lot::Gewijzigd => set.updates.push(Update { key, expected: version, record }),
                Lot::Weg => set.deletes.push((Table::Prestatie, key, version)),
                // An update keeps the unique key of its row, so the row makes place for itself.
                Lot::InBezit => {
                    set.deletes.push((Table::Prestatie, key.clone(), version));
                    set.inserts.push(Insert { unique: Some(unique), ..insert(key, record) });
                }
            }
        }
    }
}

impl Kennis {
    /// The Prestaties with a ReferentieNummer in the 323 that this 325 answers, each with its place in the 323.
    pub fn verzonden(&self, referentie: &str) -> impl Iterator<Item = (usize, &PrestatieFeit)> {
        let plaatsen = self.verzonden.op_referentie.get(referentie).into_iter().flatten();
        plaatsen.filter_map(|plaats| Some((*plaats, &self.verzonden.rijen.get(*plaats)?.feit)))
    }

    /// Whether a client occurs in the 323 that this 325 answers.
    pub fn verzonden_client(&self, client: &ClientSleutel) -> bool {
        self.verzonden.clienten.contains(client)
    }

    /// What a retour needs of its heenbericht: the Prestaties of a 323, and all that an unanswered message that was sent from
    /// here booked.
    pub(super) fn heen_vervolg(&mut self) -> ReadSet {
        let mut vraag = ReadSet::default();
        let Some(heen) = self.heen.as_ref().map(|heen| heen.fact.clone()) else { return vraag };
        let dossier = self.plan.dossier.clone();
        if heen.beoordeeld {
            vraag.prefixes.push((Table::Prestatie, prestatie_prefix(&dossier, heen.bericht)));
        }
        let Some(verzonden) = heen.verzonden.filter(|_| heen.retours == 0) else { return vraag };
        let eerdere = verzonden.nummers.iter().filter_map(|n| self.nummer(*n)).flat_map(|n| n.eerdere.clone());
        let clienten: Vec<ClientSleutel> = verzonden.client.iter().cloned().chain(eerdere).collect();
        vraag.keys.extend(clienten.iter().map(|client| self.lees_client(client)));
        vraag.keys.extend(verzonden.nummers.iter().map(|n| (Table::Nummer, nummer_key(&dossier, *n))));
        vraag.keys.extend(verzonden.referenties.iter().map(|r| (Table::Referentie, referentie_key(&dossier, r))));
        if heen.declaratie_nummer.is_some() {
            vraag.prefixes.push((Table::Declaratie, dossier.clone()));
        }
        for Rij { feit, eigenaar, .. } in &self.verzonden.rijen {
            let key = verbruik_key(&dossier, &feit.client, feit.nummer);
            vraag.keys.push((Table::Verbruik, key.clone()));
            self.plan.verbruik.entry(key).or_insert_with(|| (feit.client.clone(), feit.nummer));
            let vrij = (!eigenaar).then_some(&feit.referentie);
            let andere = feit.vorige.iter().chain(vrij);
            vraag.unique.extend(andere.map(|r| (Table::Prestatie, dossier.clone().with(r))));
        }
        vraag
    }

    /// Gives every Prestatie of a sent 323 its outcome: those in `geweigerd`, by place, are refused with these codes, the
    /// others are granted and booked, credits before debets (OP366). The granted sum comes back in eurocent, debet minus
    /// credit.
    pub fn beantwoord(&mut self, geweigerd: &HashMap<usize, Vec<String>>) -> i64 {
        self.neem_declaratie_in_bezit();
        let mut toegekend = 0;
        for credit in [true, false] {
            for plaats in 0..self.verzonden.rijen.len() {
                let codes = geweigerd.get(&plaats);
                let uitslag = codes.map_or(Uitslag::Toegekend, |codes| Uitslag::Geweigerd(codes.clone()));
                if let Some(feit) = self.geef_uitslag(plaats, credit, uitslag).filter(|_| codes.is_none()) {
                    toegekend += feit.bedrag.getekend();
                    self.boek(&feit);
                }
            }
        }
        toegekend
    }

    /// The Prestatie, when it is a credit as asked.
    fn geef_uitslag(&mut self, plaats: usize, credit: bool, uitslag: Uitslag) -> Option<PrestatieFeit> {
        let bezet = &self.prestaties;
        let rij = self.verzonden.rijen.get_mut(plaats)?;
        if (rij.feit.bedrag.dc == DebetCredit::Credit) != credit {
            return None;
        }
        rij.feit.uitslag = uitslag;
        // Its ReferentieNummer was taken when it was sent; the one that had it may have been refused since.
        let eerste = self.verzonden.op_referentie.get(&rij.feit.referentie).and_then(|p| p.first()) == Some(&plaats);
        let vrij = !rij.eigenaar && eerste && !bezet.contains_key(&rij.feit.referentie);
        rij.lot = if vrij { Lot::InBezit } else { Lot::Gewijzigd };
        Some(rij.feit.clone())
    }

    fn boek(&mut self, feit: &PrestatieFeit) {
        let boeking = Boeking { eenheid: feit.eenheid, volume: feit.volume, bedrag: feit.bedrag.cent };
        if feit.bedrag.dc == DebetCredit::Credit {
            let Some(debet) = &feit.vorige else { return };
            self.boek_credit(&feit.client, feit.nummer, boeking, (debet, &feit.referentie));
            return;
        }
        let lijn = DebetLijn {
            referentie: feit.referentie.clone(),
            periode: feit.periode,
            categorie: feit.categorie.clone(),
            code: feit.code.clone(),
        };
        self.boek_debet(&feit.client, feit.nummer, boeking, lijn);
        // The answer on its credit may have come in first: then the sums are whole, and no line is left.
        if feit.gecrediteerd_door.is_some() {
            let weg = |debets: &mut Vec<DebetLijn>| debets.retain(|lijn| lijn.referentie != feit.referentie);
            self.wijzig_verbruik(&feit.client, feit.nummer, |v| weg(&mut v.debets));
        }
    }

    /// The DeclaratieNummer may have been taken when the 323 was sent, and its period may have been freed with another.
    fn neem_declaratie_in_bezit(&mut self) {
        let Some(heen) = self.heen.as_ref().map(|heen| heen.fact.clone()) else { return };
        let Some(periode) = heen.verzonden.and_then(|v| v.periode) else { return };
        let Some(nummer) = heen.declaratie_nummer else { return };
        let key = self.plan.dossier.clone().with(nummer);
        self.declaraties.entry(key).or_insert_with(|| super::Versioned {
            version: None,
            fact: DeclaratieFeit { bericht: heen.bericht, periode },
            changed: true,
        });
        self.noteer_periode(periode);
    }

    /// Undoes all that the heenbericht booked, because the retour `door` refused it as a whole.
    pub fn draai_terug(&mut self, door: BerichtId) {
        let Some(heen) = &mut self.heen else { return };
        let bericht = heen.fact.bericht;
        let declaratie = heen.fact.declaratie_nummer.clone();
        let Some(verzonden) = &mut heen.fact.verzonden else { return };
        verzonden.geweigerd = true;
        let verzonden = verzonden.clone();
        heen.fact.beoordeeld = false;
        heen.changed = true;
        if let Some(client) = &verzonden.client {
            self.wijzig_client(client, |feit| feit.draai_terug(bericht, door));
            self.herstel(client, &verzonden);
        }
        if let Some(nummer) = declaratie {
            self.geef_declaratie_vrij(&nummer, bericht);
        }
    }

    fn herstel(&mut self, client: &ClientSleutel, verzonden: &VerzondenFeit) {
        for nummer in &verzonden.nummers {
            self.herstel_nummer(*nummer, client);
        }
        for referentie in &verzonden.referenties {
            self.geef_referentie_vrij(referentie, client);
        }
    }

    /// A ToewijzingNummer is again what the remaining versions say: those of this client, or else those of the client that
    /// had it before; without any it is free.
    fn herstel_nummer(&mut self, nummer: u32, client: &ClientSleutel) {
        let key = nummer_key(&self.plan.dossier, nummer);
        let Some(rij) = self.nummers.get(&key).filter(|rij| rij.fact.client == *client) else { return };
        let (version, eerdere) = (rij.version, rij.fact.eerdere.clone());
        let over = |c: &ClientSleutel| Some((c.clone(), geldige_versie(&self.client(c).toewijzingen, nummer)?.clone()));
        if let Some((client, versie)) = over(client).or_else(|| eerdere.iter().rev().find_map(over)) {
            self.noteer_nummer(nummer, NummerFeit::van(client, &versie));
        } else {
            self.nummers.remove(&key);
            self.weg.extend(version.map(|version| (Table::Nummer, key, version)));
        }
    }

    fn geef_referentie_vrij(&mut self, referentie: &str, client: &ClientSleutel) {
        let key = referentie_key(&self.plan.dossier, referentie);
        if self.client(client).heeft_verzoek(referentie) {
            return;
        }
        let Some(rij) = self.verzoekers.get_mut(&key) else { return };
        rij.changed = true;
        if rij.fact.client != *client {
            rij.fact.ook.retain(|ander| ander != client);
        } else if !rij.fact.ook.is_empty() {
            rij.fact.client = rij.fact.ook.remove(0);
        } else if let Some(version) = self.verzoekers.remove(&key).and_then(|rij| rij.version) {
            self.weg.push((Table::Referentie, key, version));
        }
    }

    /// The declaratie counts as not sent: its number, its Prestaties and its period are free.
    fn geef_declaratie_vrij(&mut self, nummer: &str, bericht: BerichtId) {
        self.verzonden.rijen.iter_mut().for_each(|rij| rij.lot = Lot::Weg);
        let key = self.plan.dossier.clone().with(nummer);
        if let Some(rij) = self.declaraties.get(&key).filter(|rij| rij.fact.bericht == bericht) {
            self.weg.extend(rij.version.map(|version| (Table::Declaratie, key.clone(), version)));
            self.declaraties.remove(&key);
        }
        let laatste = self.declaraties.values().map(|d| d.fact.periode).max_by_key(|periode| periode.eind);
        if self.stand.fact.laatste_declaratieperiode != laatste {
            self.stand.changed = true;
            self.stand.fact.laatste_declaratieperiode = laatste;
        }
    }
}

impl NummerFeit {
    /// What a version says of its number.
    pub fn van(client: ClientSleutel, versie: &ToewijzingVersie) -> Self {
        Self {
            client,
            ingangsdatum: versie.ingangsdatum,
            product: versie.product.clone(),
            verwijderd: versie.is_verwijderd(),
            eerdere: Vec::new(),
        }
    }
}
