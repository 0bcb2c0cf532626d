//! A dossier as it was just before a message came in, made from its rows as they are now.

use std::collections::{BTreeMap, BTreeSet};

use bericht::{Domein, Dossier};
use smol_str::SmolStr;

use crate::clientsleutel::{ClientSleutel, dossier_key};
use crate::kennis::{client_key, nummer_key};
use crate::record::{
    ClientFeit, Honorering, NummerFeit, PrestatieFeit, Record, ReferentieFeit, StandFeit, StartFeit, StopFeit, Uitslag,
};
use crate::seam::{BerichtId, ChangeSet, Insert, Row, Table};
use crate::sleutel::Key;
use crate::toewijzing::{ToewijzingVersie, geldige_versie};
use crate::verbruik::Verbruiken;

/// The tables that [`terugblik`] wants the rows of.
pub const TERUGBLIK_TABELLEN: [Table; 4] = [Table::Client, Table::Prestatie, Table::Identificatie, Table::Declaratie];

/// Prefix of all rows of a dossier, in the tables that are kept per dossier.
pub fn dossier_prefix(dossier: &Dossier) -> Key {
    dossier_key(dossier)
}

/// The dossier that a row belongs to, from its key; of tables that are kept per dossier.
pub fn dossier_van(key: &Key) -> Option<Dossier> {
    Some(Dossier { domein: Domein::parse(&key.text(0)?)?, gemeente: key.text(1)?, aanbieder: key.text(2)? })
}

/// The client of a row of [`Table::Client`].
pub fn client_van(key: &Key) -> Option<ClientSleutel> {
    ClientSleutel::in_key(key, 3)
}

/// The rows that made up a dossier before a message came in, as one set for an empty store: what later messages brought
/// is left out, what they took back stands again, counters are counted anew. `rows` are those of
/// [`TERUGBLIK_TABELLEN`] of this dossier.
///
/// What cannot be told from the rows: bookings of a message that was sent from here and refused later are gone, except
/// versions of toewijzingen.
pub fn terugblik(dossier: &Dossier, rows: Vec<Row>, voor: BerichtId) -> ChangeSet {
    let mut toen = Toen { prefix: dossier_key(dossier), voor, set: ChangeSet::default(), stand: StandFeit::default() };
    toen.set.id = BerichtId(u128::MAX);
    let mut prestaties = Vec::new();
    let mut clienten: BTreeMap<ClientSleutel, ClientFeit> = BTreeMap::new();
    for row in rows {
        match row.record {
            Record::Prestatie(feit) if feit.bericht < voor => prestaties.push((row.key, row.unique, *feit)),
            Record::Client(feit) => {
                let feit = toen.client(*feit);
                if let Some(client) = client_van(&row.key) {
                    clienten.insert(client, feit);
                }
            }
            Record::Identificatie(feit) if feit.bericht < voor => {
                let verzonden = feit.verzonden.as_ref().filter(|v| !v.geweigerd).and_then(|v| v.periode);
                toen.periode(verzonden);
                toen.zet(row.key, Record::Identificatie(feit));
            }
            Record::Declaratie(feit) if feit.bericht < voor => {
                toen.periode(Some(feit.periode));
                toen.zet(row.key, Record::Declaratie(feit));
            }
            _ => {}
        }
    }
    toen.nummers(&clienten);
    toen.verzoekers(&clienten);
    toen.prestaties(prestaties, &mut clienten);
    toen.clienten(clienten);
    if toen.stand != StandFeit::default() {
        let (key, stand) = (toen.prefix.clone(), toen.stand.clone());
        toen.zet(key, Record::Stand(stand));
    }
    toen.set
}

struct Toen {
    prefix: Key,
    voor: BerichtId,
    set: ChangeSet,
    stand: StandFeit,
}

impl Toen {
    fn zet(&mut self, key: Key, record: Record) {
        self.set.inserts.push(Insert { key, unique: None, record });
    }

    fn periode(&mut self, periode: Option<bericht::Periode>) {
        let laatste = self.stand.laatste_declaratieperiode.into_iter().chain(periode).max_by_key(|p| p.eind);
        self.stand.laatste_declaratieperiode = laatste;
    }

    /// Of a deletion and those that were sent after it, the first that was there.
    fn verwijderd(&self, door: Option<BerichtId>, ook: &[BerichtId]) -> (Option<BerichtId>, Vec<BerichtId>) {
        let mut alle = door.into_iter().chain(ook.iter().copied()).filter(|id| *id < self.voor);
        (alle.next(), alle.collect())
    }

    fn client(&self, feit: ClientFeit) -> ClientFeit {
        let voor = self.voor;
        let (weg, teruggenomen): (Vec<_>, Vec<_>) = feit.teruggenomen.into_iter().partition(|t| t.door >= voor);
        let mut toewijzingen = feit.toewijzingen;
        toewijzingen.extend(weg.iter().map(|t| t.versie.clone()));
        toewijzingen.retain(|v| v.bericht < voor);
        toewijzingen.sort_by_key(|v| v.bericht);
        let start = |s: StartFeit| {
            let (verwijderd, ook_verwijderd) = self.verwijderd(s.verwijderd, &s.ook_verwijderd);
            (s.bericht < voor).then_some(StartFeit { verwijderd, ook_verwijderd, ..s })
        };
        let stop = |s: StopFeit| {
            let (verwijderd, ook_verwijderd) = self.verwijderd(s.verwijderd, &s.ook_verwijderd);
            (s.bericht < voor).then_some(StopFeit { verwijderd, ook_verwijderd, ..s })
        };
        let mut verzoeken = feit.verzoeken;
        verzoeken.retain(|v| v.bericht < voor);
        for verzoek in &mut verzoeken {
            verzoek.antwoorden.retain(|a| a.bericht < voor);
            // What a later retour took back counted until then.
            let genoemd = |v: &&ToewijzingVersie| v.referentie_aanbieder.as_deref() == Some(&verzoek.referentie);
            verzoek.gehonoreerd_met.extend(weg.iter().map(|t| &t.versie).filter(genoemd).map(Honorering::van));
            verzoek.gehonoreerd_met.retain(|h| h.bericht < voor);
            verzoek.gehonoreerd_met.sort_by_key(|h| h.bericht);
        }
        ClientFeit {
            starts: feit.starts.into_iter().filter_map(start).collect(),
            stops: feit.stops.into_iter().filter_map(stop).collect(),
            verzoeken,
            teruggenomen: teruggenomen.into_iter().filter(|t| t.versie.bericht < voor).collect(),
            verbruik: Verbruiken::default(),
            toewijzingen,
        }
    }

    /// A number is of the client whose toewijzing came first, deleted ones last.
    fn nummers(&mut self, clienten: &BTreeMap<ClientSleutel, ClientFeit>) {
        let mut houders: BTreeMap<u32, Vec<(BerichtId, NummerFeit)>> = BTreeMap::new();
        for (client, feit) in clienten {
            let nummers: BTreeSet<u32> = feit.toewijzingen.iter().map(|v| v.nummer).collect();
            for nummer in nummers {
                let eerste = feit.toewijzingen.iter().filter(|v| v.nummer == nummer).map(|v| v.bericht).min();
                let (Some(eerste), Some(geldig)) = (eerste, geldige_versie(&feit.toewijzingen, nummer)) else {
                    continue;
                };
                let houder = NummerFeit {
                    client: *client,
                    ingangsdatum: geldig.ingangsdatum,
                    product: geldig.product.clone(),
                    verwijderd: geldig.is_verwijderd(),
                    ook: Vec::new(),
                };
                houders.entry(nummer).or_default().push((eerste, houder));
            }
        }
        for (nummer, mut houders) in houders {
            houders.sort_by_key(|(eerste, feit)| (feit.verwijderd, *eerste));
            let mut houders = houders.into_iter().map(|(_, feit)| feit);
            let Some(mut eerste) = houders.next() else { continue };
            eerste.ook = houders.map(|feit| feit.client).collect();
            self.zet(nummer_key(&self.prefix, nummer), Record::Nummer(eerste));
        }
    }

    fn verzoekers(&mut self, clienten: &BTreeMap<ClientSleutel, ClientFeit>) {
        let mut per_referentie: BTreeMap<&str, Vec<(BerichtId, &ClientSleutel)>> = BTreeMap::new();
        for (client, feit) in clienten {
            for verzoek in &feit.verzoeken {
                per_referentie.entry(&verzoek.referentie).or_default().push((verzoek.bericht, client));
            }
        }
        for (referentie, mut vragers) in per_referentie {
            vragers.sort_unstable();
            let mut namen: Vec<ClientSleutel> = Vec::new();
            for (_, client) in vragers {
                if !namen.contains(client) {
                    namen.push(*client);
                }
            }
            let mut namen = namen.into_iter();
            if let Some(client) = namen.next() {
                let feit = ReferentieFeit { client, ook: namen.collect() };
                self.zet(self.prefix.clone().with(referentie), Record::Referentie(feit));
            }
        }
    }

    fn clienten(&mut self, clienten: BTreeMap<ClientSleutel, ClientFeit>) {
        for (client, feit) in clienten.into_iter().filter(|(_, feit)| *feit != ClientFeit::default()) {
            self.zet(client_key(&self.prefix, &client), Record::Client(Box::new(feit)));
        }
    }

    /// Those that were there, and what was granted on each toewijzing.
    fn prestaties(
        &mut self,
        mut prestaties: Vec<(Key, Option<Key>, PrestatieFeit)>,
        clienten: &mut BTreeMap<ClientSleutel, ClientFeit>,
    ) {
        let gezien: BTreeSet<SmolStr> = prestaties.iter().map(|(.., p)| p.referentie.clone()).collect();
        for (.., feit) in &mut prestaties {
            feit.gecrediteerd_door.take_if(|credit| !gezien.contains(credit));
            // A debet that was taken back counts for nothing, and its credit with it.
            if feit.is_toegekend_debet() && feit.gecrediteerd_door.is_none() {
                let verbruik = &mut clienten.entry(feit.client).or_default().verbruik;
                verbruik.wijzig(feit.nummer, |v| v.erbij(feit.lijn(), feit.boeking()));
            }
        }
        for (key, unique, feit) in prestaties {
            self.set.inserts.push(Insert { key, unique, record: Record::Prestatie(Box::new(feit)) });
        }
    }
}

impl PrestatieFeit {
    /// What it adds to what was granted, in eurocent; negative for a granted credit, nothing when it was not granted.
    pub fn toegekend_cent(&self) -> i64 {
        if self.uitslag == Uitslag::Toegekend { self.bedrag.getekend() } else { 0 }
    }

    /// What it adds to the granted volume, in its unit; negative for a granted credit.
    pub fn toegekend_volume(&self) -> i64 {
        match (&self.uitslag, self.bedrag.dc) {
            (Uitslag::Toegekend, bericht::DebetCredit::Debet) => self.volume,
            (Uitslag::Toegekend, bericht::DebetCredit::Credit) => -self.volume,
            _ => 0,
        }
    }
}
