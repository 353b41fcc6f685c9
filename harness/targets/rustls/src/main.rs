//! GET over TLS: the name in the URL is looked for at an address of ours, all else is the default.
use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, PrivateKeyDer, ServerName,
};
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::exit;
use std::sync::Arc;

/// The texts after `--WORD=`, or the default.
fn option(name: &str) -> Option<String> {
    let start = format!("--{name}=");
    std::env::args().find_map(|word| word.strip_prefix(&start).map(str::to_string))
}

fn certificates(file: &str) -> Result<Vec<CertificateDer<'static>>, Box<dyn Error>> {
    Ok(CertificateDer::pem_file_iter(file)?.collect::<Result<_, _>>()?)
}

fn config() -> Result<ClientConfig, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(&option("ca").ok_or("no --ca")?)? {
        roots.add(certificate)?;
    }
    let builder = ClientConfig::builder();
    let builder = match option("crl") {
        None => builder.with_root_certificates(roots),
        Some(file) => {
            let lists: Vec<_> =
                CertificateRevocationListDer::pem_file_iter(file)?.collect::<Result<_, _>>()?;
            builder.with_webpki_verifier(
                WebPkiServerVerifier::builder(Arc::new(roots)).with_crls(lists).build()?,
            )
        }
    };
    Ok(match option("cert") {
        None => builder.with_no_client_auth(),
        Some(chain) => builder.with_client_auth_cert(
            certificates(&chain)?,
            PrivateKeyDer::from_pem_file(option("key").ok_or("no --key")?)?,
        )?,
    })
}

fn get() -> Result<String, Box<dyn Error>> {
    let name = option("name").ok_or("no --name")?;
    let path = option("path").ok_or("no --path")?;
    let mut socket = TcpStream::connect(option("connect").ok_or("no --connect")?)?;
    let mut tls =
        ClientConnection::new(Arc::new(config()?), ServerName::try_from(name.clone())?)?;
    let mut stream = Stream::new(&mut tls, &mut socket);
    let mut answer = Vec::new();

    write!(stream, "GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n")?;
    match stream.read_to_end(&mut answer) {
        // without close_notify: what came may be whole all the same
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {}
        other => {
            other?;
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).unwrap_or("nothing").to_string();
    Ok(status)
}

fn main() {
    if option("version").is_some() {
        println!("rustls {}", env!("RUSTLS_VERSION"));
        return;
    }
    match get() {
        Ok(status) => {
            println!("{status}");
            exit(if status == "200" { 0 } else { 1 });
        }
        Err(error) => {
            eprintln!("{error}");
            exit(1);
        }
    }
}
