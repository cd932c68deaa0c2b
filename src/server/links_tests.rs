//! Every link of every page is followed, by everybody a page is for, in two areas: none is a dead end.

use super::auth_tests::{Timed, timed_of_area};
use super::table;
use super::tests::addresses;
use crate::area::Area;
use crate::domain::{Email, Role, Side};
use crate::editing::{Actor, FormStep, Opened, began, load, save, send};
use crate::testing::{area, small_area, sqlite};
use crate::web::SigningIn;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Pages that are fetched at once.
const AT_ONCE: usize = 8;
/// How often a page is opened with parameters of the same names.
const OF_SAME_NAMES: usize = 2;
/// How many different questions are asked of one address of the table.
const QUESTIONS: usize = 60;
/// How many listings, districts and the like of one address somebody who is signed in opens: nobody opens all of them.
const PATHS_OF_A_ROLE: usize = 12;

/// A link: where it leads, and where it was found.
#[derive(Clone, Debug)]
struct Link {
    to: String,
    fragment: Option<String>,
    from: String,
    method: Method,
}

/// What a page holds that matters here.
#[derive(Default)]
struct Contents {
    links: Vec<Link>,
    ids: BTreeSet<String>,
}

/// Somebody on their way through the site.
struct Walk {
    router: Router,
    cookie: String,
    paths: usize,
    /// By address of the table: the paths that were opened.
    opened: HashMap<&'static str, BTreeSet<String>>,
    /// By address of the table and names of parameters: how many questions.
    asked: HashMap<(&'static str, String), usize>,
    questions: HashMap<&'static str, usize>,
    seen: BTreeSet<String>,
    /// The ids of every page, for the links that lead into it.
    ids: BTreeMap<String, BTreeSet<String>>,
    fragments: Vec<Link>,
    faults: BTreeSet<String>,
}

/// The address of the table that a path is of: what is written out comes before what is left open.
fn pattern_of(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |pattern: &str| {
        let of: Vec<&str> = pattern.split('/').collect();
        let rest = of.last().is_some_and(|last| last.starts_with("{*"));
        (of.len() == parts.len() || rest && parts.len() >= of.len())
            && of.iter().zip(&parts).all(|(of, part)| of.starts_with('{') && !part.is_empty() || of == part)
    };
    let all = table().into_iter().map(|route| route.path).filter(|p| fits(p));
    all.min_by_key(|p| p.matches('{').count())
}

/// Where an address on a page leads inside the site; none when it leads out of it.
fn inside(page: &str, href: &str) -> Option<(String, Option<String>)> {
    let href = href.strip_prefix("http://localhost").unwrap_or(href);
    let (address, fragment) = match href.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment.to_owned())),
        None => (href, None),
    };
    let path = page.split('?').next().unwrap_or_default();
    let to = match address {
        "" => page.to_owned(),
        a if a.starts_with("//") => return None,
        a if a.starts_with('/') => a.to_owned(),
        a if a.starts_with('?') => format!("{path}{a}"),
        a if a.split(['/', '?']).next().is_some_and(|first| first.contains(':')) => return None,
        a => format!("{}/{a}", path.rsplit_once('/').map_or("", |(folder, _)| folder)),
    };
    Some((to, fragment))
}

/// What a form would ask as it stands.
fn query_of(form: ElementRef<'_>) -> String {
    let all = |s: &str| form.select(&Selector::parse(s).unwrap()).collect::<Vec<_>>();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for input in all("input[name]") {
        let boxed = matches!(input.attr("type"), Some("radio" | "checkbox"));
        if !boxed || input.attr("checked").is_some() {
            query.append_pair(input.attr("name").unwrap(), input.attr("value").unwrap_or_default());
        }
    }
    for list in all("select[name]") {
        let first = list.select(&Selector::parse("option").unwrap()).next();
        let chosen = list.select(&Selector::parse("option[selected]").unwrap()).next().or(first);
        query.append_pair(list.attr("name").unwrap(), chosen.and_then(|o| o.attr("value")).unwrap_or_default());
    }
    query.finish()
}

fn read(page: &str, body: &str) -> Contents {
    let html = Html::parse_document(body);
    let all = |s: &str| html.select(&Selector::parse(s).unwrap()).collect::<Vec<_>>();
    let mut opened = Contents::default();
    opened.ids.extend(all("[id]").into_iter().filter_map(|e| e.attr("id").map(str::to_owned)));
    let mut add = |href: &str, method: Method, query: Option<String>| {
        let Some((mut to, fragment)) = inside(page, href) else { return };
        if let Some(query) = query {
            to = format!("{}?{query}", to.split('?').next().unwrap_or_default());
        }
        opened.links.push(Link { to, fragment, from: page.to_owned(), method });
    };
    for link in all("a[href], area[href], link[href]") {
        add(link.attr("href").unwrap(), Method::GET, None);
    }
    for form in all("form") {
        let action = form.attr("action").unwrap_or_default();
        match form.attr("method").unwrap_or("get").to_lowercase().as_str() {
            "post" => add(action, Method::POST, None),
            _ => add(action, Method::GET, Some(query_of(form))),
        }
    }
    opened
}

impl Walk {
    fn new(router: Router, session: Option<&str>) -> Self {
        Self {
            router,
            cookie: session.map(|s| format!("session={s}")).unwrap_or_default(),
            paths: if session.is_some() { PATHS_OF_A_ROLE } else { usize::MAX },
            opened: HashMap::new(),
            asked: HashMap::new(),
            questions: HashMap::new(),
            seen: BTreeSet::new(),
            ids: BTreeMap::new(),
            fragments: Vec::new(),
            faults: BTreeSet::new(),
        }
    }

    /// Whether a link is to be followed: each path, and of the questions to an address some of each sort.
    fn wants(&mut self, link: &Link) -> bool {
        if !self.seen.insert(format!("{} {}", link.method, link.to)) {
            return false;
        }
        let (path, query) = link.to.split_once('?').unwrap_or((&link.to, ""));
        let Some(pattern) = pattern_of(path) else { return true };
        let opened = self.opened.entry(pattern).or_default();
        let names: BTreeSet<_> = form_urlencoded::parse(query.as_bytes()).map(|(n, _)| n.into_owned()).collect();
        let names = format!("{} {names:?}", link.method);
        if !opened.contains(path) && opened.len() < self.paths {
            opened.insert(path.to_owned());
            *self.asked.entry((pattern, names)).or_default() += 1;
            return true;
        }
        // Of many listings a role opens a few; and of one page it asks a few questions.
        if !opened.contains(path) {
            return false;
        }
        let questions = self.questions.entry(pattern).or_default();
        let asked = self.asked.entry((pattern, names)).or_default();
        let wants = *asked < OF_SAME_NAMES && *questions < QUESTIONS;
        if wants {
            *asked += 1;
            *questions += 1;
        }
        wants
    }

    fn fault(&mut self, link: &Link, what: impl std::fmt::Display) {
        self.faults.insert(format!("{} leads to {} {}: {what}", link.from, link.method, link.to));
    }

    /// Follows everything that can be reached from some pages.
    async fn follow(&mut self, starts: Vec<String>) {
        let start = |to: String| Link { to, fragment: None, from: "the start".to_owned(), method: Method::GET };
        let mut waiting: Vec<Link> = starts.into_iter().map(start).collect();
        while !waiting.is_empty() {
            let mut wave: Vec<Link> = std::mem::take(&mut waiting);
            wave.iter().filter(|l| l.fragment.is_some()).for_each(|l| self.fragments.push(l.clone()));
            wave.retain(|link| self.wants(link));
            for some in wave.chunks(AT_ONCE) {
                let mut set = JoinSet::new();
                for link in some {
                    set.spawn(open(self.router.clone(), self.cookie.clone(), link.clone()));
                }
                while let Some(answered) = set.join_next().await {
                    let (link, status, location, page) = answered.unwrap();
                    waiting.extend(self.arrive(&link, status, location.as_deref(), page));
                }
            }
        }
        for link in std::mem::take(&mut self.fragments) {
            let fragment = link.fragment.clone().unwrap_or_default();
            // A page that was not opened, because another like it was, is held to nothing.
            if self.ids.get(&link.to).is_some_and(|ids| !ids.contains(&fragment)) {
                self.fault(&link, format!("nothing there is called #{fragment}"));
            }
        }
    }

    /// Looks at an answer. Gives back the links on it.
    fn arrive(&mut self, link: &Link, status: StatusCode, location: Option<&str>, page: Contents) -> Vec<Link> {
        let dead = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
        if link.method == Method::POST {
            // Sent as if from another site: whatever is there refuses it, and nothing is done.
            if dead.contains(&status) || status.is_server_error() {
                self.fault(link, status);
            }
            return Vec::new();
        }
        match location {
            Some("/sign-in") if link.to != "/account" || !self.cookie.is_empty() => {
                self.fault(link, "whoever is here may not open it");
                Vec::new()
            }
            Some(to) => {
                let (to, fragment) = inside(&link.to, to).expect("no page sends anybody away");
                vec![Link { to, fragment, from: link.to.clone(), method: Method::GET }]
            }
            None if status == StatusCode::OK => {
                self.ids.insert(link.to.clone(), page.ids);
                page.links
            }
            None => {
                self.fault(link, status);
                Vec::new()
            }
        }
    }
}

async fn open(router: Router, cookie: String, link: Link) -> (Link, StatusCode, Option<String>, Contents) {
    let mut request = Request::builder().method(link.method.clone()).uri(&link.to).header(header::HOST, "localhost");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    if link.method == Method::POST {
        request = request
            .header(header::ORIGIN, "https://elsewhere.example")
            .header("sec-fetch-site", "cross-site")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    let Ok(request) = request.body(Body::empty()) else {
        return (link, StatusCode::BAD_REQUEST, None, Contents::default());
    };
    let response = router.oneshot(request).await.unwrap();
    let (status, location) = (response.status(), response.headers().get(header::LOCATION));
    let location = location.map(|l| l.to_str().unwrap().to_owned());
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if !is_page || status != StatusCode::OK || link.method != Method::GET {
        return (link, status, location, Contents::default());
    }
    let body = to_bytes(response.into_body(), 10_000_000).await.unwrap();
    let page = read(&link.to, &String::from_utf8_lossy(&body));
    (link, status, location, page)
}

/// A site with a listing that is being changed, one that waits for the council, and one of every state.
pub(super) async fn busy(area: Arc<Area>) -> Timed {
    let t = timed_of_area(sqlite().await, SigningIn::Plain, area.clone()).await;
    let store = &t.site.app.store;
    let organization = area.sample.services[0].organization.clone().unwrap().id;
    let account = store.account_by_email(&Email::parse("provider@example.org").unwrap()).await.unwrap().unwrap();
    store.add_to_organization(account.id, organization).await.unwrap();
    let own = store.services_of(&[organization]).await.unwrap();
    let who = Actor { email: account.email, council: false, now: t.now.load(Ordering::Relaxed) };
    for one in &own[..2] {
        let values = load(store, one.id, Side::Provider).await.unwrap().values(FormStep::What, &area);
        let mut changed = values.clone();
        changed.0.iter_mut().filter(|(n, _)| n == "summary").for_each(|(_, v)| v.push_str(" Really."));
        let opened = Opened { began: &began(&values), page: "", quietly: false };
        save(store, &area, &who, one.id, FormStep::What, &changed, &opened).await.unwrap();
    }
    send(store, &area, &who, own[1].id, 1, String::new()).await.unwrap();
    t
}

fn none(who: &str, area: &Area, faults: BTreeSet<String>) {
    let faults: Vec<_> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{who} in {}: {} dead ends\n{}", area.name, faults.len(), faults.join("\n"));
}

async fn nobody_meets_a_dead_end(area: Arc<Area>) {
    let t = busy(area.clone()).await;
    let mut walk = Walk::new(t.site.router.clone(), None);
    walk.follow(addresses(&t.site).await).await;
    let (paths, pages) = (walk.opened.values().map(BTreeSet::len).sum::<usize>(), walk.ids.len());
    assert!(pages > 50 && paths > 50, "only {paths} paths and {pages} pages were reached");
    none("nobody", &area, walk.faults);
}

async fn no_role_meets_a_dead_end(area: Arc<Area>) {
    let t = busy(area.clone()).await;
    for role in Role::ALL {
        let session = match role {
            Role::Provider => t.sign_in("provider@example.org").await,
            role => t.all_the_way(role).await,
        };
        let mut walk = Walk::new(t.site.router.clone(), Some(&session));
        // Every page of theirs that stands at one address, and the site itself.
        let own = table().into_iter().filter(|r| r.who.allows(role) && r.who != super::Who::Everybody);
        let own = own.filter(|r| !r.path.contains('{') && r.kind == super::RouteKind::Page).map(|r| r.path.to_owned());
        let pressed = ["/sign-in/second", "/sign-in/set-up"];
        let starts = own.filter(|p| !pressed.contains(&p.as_str())).chain(["/".to_owned()]).collect();
        walk.follow(starts).await;
        let home = role.home();
        assert!(walk.ids.keys().filter(|page| page.starts_with(home)).count() >= 2, "{} was not at home", role.word());
        none(role.word(), &area, walk.faults);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_of_a_public_page_is_a_dead_end() {
    nobody_meets_a_dead_end(area()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_of_a_public_page_is_a_dead_end_in_another_area() {
    nobody_meets_a_dead_end(small_area()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_is_a_dead_end_for_those_who_sign_in() {
    no_role_meets_a_dead_end(area()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_is_a_dead_end_for_those_who_sign_in_in_another_area() {
    no_role_meets_a_dead_end(small_area()).await;
}
