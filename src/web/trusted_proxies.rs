//! The proxies whose word on where a visitor comes from is believed.

use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The networks of proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug)]
pub struct TrustedProxies(Vec<IpNet>);

impl Default for TrustedProxies {
    /// Those on this machine.
    fn default() -> Self {
        let short = IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8);
        Self(vec![short, IpNet::from(IpAddr::V6(Ipv6Addr::LOCALHOST))])
    }
}

impl TrustedProxies {
    /// From networks like `10.1.0.0/16`, or single addresses. Without any, those on this machine.
    ///
    /// # Errors
    /// The first that is neither.
    pub fn parse<S: AsRef<str>>(networks: &[S]) -> Result<Self, String> {
        if networks.is_empty() {
            return Ok(Self::default());
        }
        let network = |text: &str| {
            text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| text.to_owned())
        };
        networks.iter().map(|text| network(text.as_ref().trim())).collect::<Result<_, _>>().map(Self)
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The visitor's address. Each proxy adds at the end of `X-Forwarded-For` whom it saw, so it is read from its end for
    /// as long as those who wrote it are trusted; what a visitor put before that is not.
    pub fn visitor(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut seen = peer.to_canonical();
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        while self.contains(seen)
            && let Some(hop) = hops.next().and_then(parse_hop)
        {
            seen = hop;
        }
        seen
    }
}

/// An address as proxies write it: some add a port, and brackets with it.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let plain = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
    let address = plain.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|a| a.ip()));
    address.map(|a: IpAddr| a.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(proxies: &[&str], peer: &str, lines: &[&'static str]) -> String {
        let line = |value: &&'static str| ("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(value));
        let proxies = TrustedProxies::parse(proxies).unwrap();
        proxies.visitor(peer.parse().unwrap(), &HeaderMap::from_iter(lines.iter().map(line))).to_string()
    }

    #[test]
    fn the_last_value_of_all_lines_counts() {
        assert_eq!(seen(&[], "127.0.0.1", &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(&[], "127.0.0.1", &["198.51.100.1, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(&[], "127.0.0.1", &["198.51.100.1", "203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(&[], "::1", &["198.51.100.1", "192.0.2.9,203.0.113.7:4711"]), "203.0.113.7");
        assert_eq!(seen(&[], "::1", &["[2001:db8::1]:443"]), "2001:db8::1");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen(&[], "198.51.100.9", &["203.0.113.7"]), "198.51.100.9");
        assert_eq!(seen(&["10.0.0.0/8"], "127.0.0.1", &["203.0.113.7"]), "127.0.0.1");
        let two = ["10.0.0.0/8", "192.0.2.1"];
        assert_eq!(seen(&two, "10.1.2.3", &["198.51.100.1, 203.0.113.7, 192.0.2.1", "10.9.9.9"]), "203.0.113.7");
        assert_eq!(seen(&two, "10.1.2.3", &["10.9.9.9"]), "10.9.9.9");
    }

    #[test]
    fn what_is_no_address_ends_the_walk() {
        assert_eq!(seen(&[], "127.0.0.1", &["203.0.113.7, unknown"]), "127.0.0.1");
        assert_eq!(seen(&[], "127.0.0.1", &[""]), "127.0.0.1");
        assert_eq!(seen(&["10.0.0.0/8"], "10.0.0.1", &["203.0.113.7, _hidden, 10.0.0.2"]), "10.0.0.2");
    }

    #[test]
    fn mapped_addresses_are_the_short_ones_they_stand_for() {
        assert_eq!(seen(&[], "::ffff:127.0.0.1", &["::ffff:203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(&["10.0.0.0/8"], "::ffff:10.0.0.1", &["203.0.113.7"]), "203.0.113.7");
    }

    #[test]
    fn a_network_that_is_none_is_named() {
        assert_eq!(TrustedProxies::parse(&["10.0.0.0/8", "proxy.example.org"]).unwrap_err(), "proxy.example.org");
        assert_eq!(TrustedProxies::parse(&["10.0.0.0/33"]).unwrap_err(), "10.0.0.0/33");
    }
}
