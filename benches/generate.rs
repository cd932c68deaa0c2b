//! Generated listings and questions, seeded: the same every time. `generate N` prints N listings as HSDS-UK NDJSON;
//! `generate queries N` prints N search addresses.

use serde_json::json;
use uuid::Uuid;

/// xorshift64*: small, seeded, and good enough to vary words.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.next(of.len())]
    }
}

const PLACES: &[(&str, &str, &str, f64, f64)] = &[
    ("Burnley", "E07000117", "BB11 9ZZ", 53.789, -2.245),
    ("Chorley", "E07000118", "PR7 9ZZ", 53.653, -2.632),
    ("Kirkham", "E07000119", "PR4 9ZZ", 53.782, -2.871),
    ("Accrington", "E07000120", "BB5 9ZZ", 53.753, -2.364),
    ("Lancaster", "E07000121", "LA1 9ZZ", 54.047, -2.801),
    ("Nelson", "E07000122", "BB9 9ZZ", 53.836, -2.214),
    ("Preston", "E07000123", "PR1 9ZZ", 53.759, -2.703),
    ("Clitheroe", "E07000124", "BB7 9ZZ", 53.871, -2.393),
    ("Rawtenstall", "E07000125", "BB4 9ZZ", 53.701, -2.284),
    ("Leyland", "E07000126", "PR25 9ZZ", 53.692, -2.697),
    ("Ormskirk", "E07000127", "L39 9ZZ", 53.567, -2.885),
    ("Fleetwood", "E07000128", "FY7 9ZZ", 53.923, -3.015),
];
const FIRST: &[&str] = &[
    "Kestrel", "Harbour", "Orchard", "Loom", "Lantern", "Curlew", "Pebble", "Quarry", "Abbey", "Tide", "Hazel",
    "Brook", "Summit", "Canal", "Meadow", "Anchor",
];
const WHAT: &[&str] = &[
    "Saturday Club",
    "Swimming Group",
    "Holiday Club",
    "Speech and Language Team",
    "Short Break",
    "Youth Night",
    "Stay and Play",
    "Parent Group",
    "Sensory Room",
    "Travel Training",
    "Art Class",
    "Football Session",
    "Advice Line",
    "Nursery",
    "Sleep Clinic",
    "Music Workshop",
];
const WORDS: &[&str] = &[
    "children",
    "families",
    "calm",
    "quiet",
    "support",
    "autism",
    "wheelchair",
    "staff",
    "trained",
    "garden",
    "games",
    "lunch",
    "weekly",
    "booking",
    "free",
    "parents",
    "school",
    "hearing",
    "signing",
    "music",
    "water",
    "craft",
    "small",
    "groups",
    "friendly",
    "help",
    "young",
    "people",
    "disabilities",
    "learning",
    "speech",
    "therapy",
    "holiday",
    "evening",
    "weekend",
    "transport",
    "college",
    "respite",
    "sensory",
    "carers",
    "siblings",
    "hoist",
    "changing",
    "toilet",
    "cost",
    "session",
];
const TERMS: &[&str] = &[
    "Library",
    "Family hub",
    "School",
    "Special school",
    "Autism",
    "Wheelchair Users",
    "Carers",
    "Drop-in",
    "Online",
    "Mental Health",
];

fn listing(n: usize, random: &mut Random) -> serde_json::Value {
    let (town, code, postcode, lat, lon) = PLACES[random.next(PLACES.len())];
    let name = format!("{} {} {} {n}", random.pick(FIRST), town, random.pick(WHAT));
    let words = 60 + random.next(140);
    let mut description = String::new();
    for at in 0..words {
        description.push_str(random.pick(WORDS));
        description.push_str(if at % 12 == 11 { ". " } else { " " });
    }
    let id = |kind: &str| Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{kind}{n}").as_bytes());
    let offset = |random: &mut Random| (random.next(1000) as f64 - 500.0) / 10_000.0;
    let mut service = json!({
        "id": id("service"), "name": name, "description": description.trim(), "status": "active", "last_modified": "2026-03-01T00:00:00.000Z",
        "assured_date": format!("2026-{:02}-{:02}", 1 + random.next(11), 1 + random.next(28)),
        "organization": { "id": Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("organization{}", n % 997).as_bytes()), "name": format!("{} Trust {}", random.pick(FIRST), n % 997), "description": "Generated" },
        "service_at_locations": [{ "id": id("at"), "location": { "id": id("location"), "location_type": "physical", "latitude": lat + offset(random), "longitude": lon + offset(random),
            "addresses": [{ "id": id("address"), "address_1": "1 Generated Street", "city": town, "state_province": "Lancashire", "postal_code": postcode, "country": "GB", "address_type": "physical" }],
            "schedules": [{ "id": id("schedule"), "byday": random.pick(&["MO", "TU", "WE", "SA"]), "opens_at": "10:00:00", "closes_at": "12:00:00" }] } }],
        "attributes": [{ "id": id("attribute"), "taxonomy_term": { "id": id("term"), "name": random.pick(TERMS), "description": "x" } }],
    });
    if random.next(10) > 0 {
        service["service_areas"] = json!([{ "id": id("area"), "uri": format!("http://statistics.data.gov.uk/id/statistical-geography/{code}") }]);
    }
    if random.next(10) > 2 {
        let from = random.next(14);
        service["minimum_age"] = json!(from);
        service["maximum_age"] = json!(from + 4 + random.next(8));
    }
    service
}

fn question(random: &mut Random) -> String {
    let mut query = format!("/search?q={}", random.pick(WORDS));
    if random.next(2) == 0 {
        query.push_str(&format!("+{}", random.pick(WORDS)));
    }
    if random.next(3) > 0 {
        query.push_str(&format!(
            "&district={}",
            random.pick(&["burnley", "chorley", "preston", "rossendale", "wyre", "pendle"])
        ));
    }
    if random.next(3) == 0 {
        query.push_str(&format!("&age={}", random.next(26)));
    }
    if random.next(4) == 0 {
        query.push_str(&format!("&where={}", random.pick(&["Burnley", "PR1", "Lancaster", "BB11"])));
    }
    query
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut random = Random(0x5eed_0ffe_2026);
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["queries", n] => (0..n.parse().unwrap_or(500)).for_each(|_| println!("{}", question(&mut random))),
        [n] => (0..n.parse().unwrap_or(10_000)).for_each(|at| println!("{}", listing(at, &mut random))),
        _ => eprintln!("generate N, or generate queries N"),
    }
}
