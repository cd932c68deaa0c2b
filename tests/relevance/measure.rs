//! The figures of a run of judged queries.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A judged query. Grade 3 is exactly what was wanted, 2 clearly useful, 1 marginal.
#[derive(Deserialize)]
pub struct Query {
    pub id: String,
    pub q: String,
    pub kind: String,
    /// The same query well spelt.
    pub twin: Option<String>,
    pub relevant: HashMap<String, u32>,
}

/// What the search answered: the first page, best first.
pub struct Answer {
    pub results: Vec<String>,
    pub confident: bool,
}

/// Means over some queries.
#[derive(Default)]
pub struct Figures {
    pub queries: usize,
    /// Gain 2^grade - 1, discount log2, over the ideal order of all judged listings.
    pub ndcg: f64,
    /// The share with a listing of grade 2 or 3 in the first three.
    pub success: f64,
    /// The share of the listings of grade 2 or 3 that stand in the first twenty.
    pub recall: f64,
    /// One over the place of the first listing of grade 2 or 3.
    pub mrr: f64,
    /// The share that say they have no good answer.
    pub abstained: f64,
}

/// The figures of one query.
pub fn one(query: &Query, answer: &Answer) -> Figures {
    let grade = |id: &String| query.relevant.get(id).copied().unwrap_or(0);
    let gain = |(at, grade): (usize, u32)| (f64::from(2u32.pow(grade)) - 1.0) / (at as f64 + 2.0).log2();
    let got: f64 = answer.results.iter().map(grade).take(10).enumerate().map(gain).sum();
    let mut ideal: Vec<u32> = query.relevant.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let most: f64 = ideal.into_iter().take(10).enumerate().map(gain).sum();
    let good: HashSet<&String> = query.relevant.iter().filter(|(_, g)| **g >= 2).map(|(id, _)| id).collect();
    let found = answer.results.iter().take(20).filter(|id| good.contains(id)).count();
    let first = answer.results.iter().position(|id| good.contains(id));
    Figures {
        queries: 1,
        ndcg: if most > 0.0 { got / most } else { 0.0 },
        success: f64::from(u8::from(first.is_some_and(|at| at < 3))),
        recall: if good.is_empty() { 0.0 } else { found as f64 / good.len() as f64 },
        mrr: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
        abstained: f64::from(u8::from(answer.results.is_empty() || !answer.confident)),
    }
}

/// The figures by kind, and overall without those that have no answer.
pub fn measure(queries: &[Query], answers: &HashMap<String, Answer>) -> BTreeMap<String, Figures> {
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    for query in queries {
        let kinds = if query.kind == "none" { vec!["none"] } else { vec![query.kind.as_str(), "overall"] };
        for kind in kinds {
            let one = one(query, &answers[&query.id]);
            let sum = figures.entry(kind.to_owned()).or_default();
            sum.queries += 1;
            sum.ndcg += one.ndcg;
            sum.success += one.success;
            sum.recall += one.recall;
            sum.mrr += one.mrr;
            sum.abstained += one.abstained;
        }
    }
    for sum in figures.values_mut() {
        let n = sum.queries as f64;
        for figure in [&mut sum.ndcg, &mut sum.success, &mut sum.recall, &mut sum.mrr, &mut sum.abstained] {
            *figure /= n;
        }
    }
    figures
}

/// The figures as lines.
pub fn table(figures: &BTreeMap<String, Figures>) -> String {
    let mut lines = vec!["kind       n  nDCG@10  success@3  recall@20    MRR  says it has none".to_owned()];
    for kind in ["plain", "typo", "acronym", "prefix", "question", "none", "overall"] {
        let Some(f) = figures.get(kind) else { continue };
        lines.push(match kind {
            "none" => format!("{kind:9} {:2} {:>57.2}", f.queries, f.abstained),
            _ => format!(
                "{kind:9} {:2} {:8.3} {:10.3} {:10.3} {:6.3} {:17.2}",
                f.queries, f.ndcg, f.success, f.recall, f.mrr, f.abstained
            ),
        });
    }
    lines.join("\n")
}

/// What the figures may not fall under.
#[derive(Deserialize)]
pub struct Floor {
    pub sample: Least,
    pub real: Least,
    pub baselines: Baselines,
}

/// The least of each figure.
#[derive(Deserialize)]
pub struct Least {
    pub ndcg: f64,
    pub success: f64,
    #[serde(default)]
    pub recall: f64,
    #[serde(default)]
    pub none: f64,
}

/// What others reach on the same queries.
#[derive(Deserialize)]
pub struct Baselines {
    pub source: String,
    pub engine: Vec<Baseline>,
}

/// What one engine reaches.
#[derive(Deserialize)]
pub struct Baseline {
    pub name: String,
    pub ndcg: f64,
    pub success: f64,
    pub recall: f64,
    pub mrr: f64,
}

impl Baselines {
    /// As lines.
    pub fn in_words(&self) -> String {
        let line =
            |b: &Baseline| format!("  {:50} {:6.3} {:6.3} {:6.3} {:6.3}", b.name, b.ndcg, b.success, b.recall, b.mrr);
        let lines: Vec<String> = self.engine.iter().map(line).collect();
        format!(
            "Others on the same queries (nDCG@10, success@3, recall@20, MRR; {}):\n{}",
            self.source,
            lines.join("\n")
        )
    }
}

/// The words of the pack and the code, to look for what should not be in them.
pub struct OurWords {
    /// All text.
    pub text: String,
    /// Every entry of a list, as plain words.
    pub entries: HashSet<String>,
}

/// Reads them.
pub fn our_words() -> OurWords {
    let mut text = String::new();
    let mut folders = vec![std::path::PathBuf::from("areas/lancashire/words"), std::path::PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                // Comments name the sources, and a source may be a charity.
                let file = std::fs::read_to_string(path).expect("text");
                let said =
                    file.lines().filter(|l| !l.trim_start().starts_with(['#', '/']) && !l.starts_with("source ="));
                said.for_each(|line| {
                    text.push_str(line);
                    text.push('\n');
                });
            }
        }
    }
    let ends =
        |c: char| matches!(c, ',' | '\n' | '"' | '>' | '=' | '~' | '?' | '#' | '(' | ')' | ';' | ':' | '[' | ']');
    let entries = text.split(ends).map(|e| local_offer::area::words::tokens(e).join(" ")).collect();
    OurWords { text, entries }
}
