//! Makes the calls that tests/faults asks for: each line of the input is a call, and each line of the output its
//! outcome. The waits before retries, 250 and 500 ms with the random number 0, end at once.

use std::error::Error as StdError;
use std::time::Duration;

use clerk_metadata_client::{
    BoxFuture, Client, Error, HttpRequest, HttpResponse, ReqwestTransport, ResponseInfo, Transport,
    TransportError, User, UserFilter,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin, stdout};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    id: u64,
    operation: String,
    user_id: String,
    params: Value,
    secret_key: String,
    api_url: String,
    timeout: Option<f64>,
    max_retries: Option<u32>,
}

struct WithoutWaits(ReqwestTransport);

impl Transport for WithoutWaits {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        self.0.send(request)
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let is_wait = [250, 500].map(Duration::from_millis).contains(&duration);
        self.0
            .sleep(if is_wait { Duration::ZERO } else { duration })
    }
    fn now_ms(&self) -> f64 {
        self.0.now_ms()
    }
    fn random(&self) -> f64 {
        0.0
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'a> {
    id: &'a str,
    first_name: Option<&'a str>,
    public_metadata: Box<RawValue>,
    private_metadata: Box<RawValue>,
    unsafe_metadata: Box<RawValue>,
    email_addresses: Vec<&'a str>,
    phone_numbers: Vec<&'a str>,
    external_accounts: Vec<&'a str>,
    raw: &'a User,
}

fn fields(user: &User) -> Result<Box<RawValue>, Box<dyn StdError>> {
    let fields = Fields {
        id: &user.id,
        first_name: user.first_name.as_deref(),
        public_metadata: user.public_metadata()?,
        private_metadata: user.private_metadata()?,
        unsafe_metadata: user.unsafe_metadata()?,
        email_addresses: user
            .email_addresses
            .iter()
            .map(|address| address.id.as_str())
            .collect(),
        phone_numbers: user
            .phone_numbers
            .iter()
            .map(|number| number.id.as_str())
            .collect(),
        external_accounts: user
            .external_accounts
            .iter()
            .map(|account| account.id.as_str())
            .collect(),
        raw: user,
    };
    Ok(serde_json::value::to_raw_value(&fields)?)
}

async fn call(
    transport: ReqwestTransport,
    request: &Request,
) -> Result<(Box<RawValue>, ResponseInfo), Box<dyn StdError>> {
    let mut builder = Client::builder()
        .secret_key(&request.secret_key)
        .api_url(&request.api_url)
        .transport(WithoutWaits(transport));
    if let Some(timeout) = request.timeout {
        builder = builder.timeout(Duration::from_secs_f64(timeout / 1000.0));
    }
    if let Some(max_retries) = request.max_retries {
        builder = builder.max_retries(max_retries);
    }
    let client = builder.build()?;
    let call = match request.operation.as_str() {
        "updateUserMetadata" => client.update_user_metadata(&request.user_id, &request.params),
        "replaceUserMetadata" => client.replace_user_metadata(&request.user_id, &request.params),
        "getUser" => client.get_user(&request.user_id),
        _ => {
            let (count, response) = client
                .count_users(&UserFilter::new())
                .with_response()
                .await?;
            return Ok((serde_json::value::to_raw_value(&count)?, response));
        }
    };
    let (user, response) = call.with_response().await?;
    Ok((fields(&user)?, response))
}

fn error_fields(error: &Error) -> Value {
    let mut text = format!("{error}\n{error:?}");
    let mut source = StdError::source(error);
    while let Some(inner) = source {
        text.push_str(&format!("\n{inner} {inner:?}"));
        source = inner.source();
    }
    let errors: Vec<Value> = error
        .api_errors()
        .iter()
        .map(|item| {
            json!({
                "code": item.code,
                "message": item.message,
                "longMessage": item.long_message,
                "meta": serde_json::from_str::<Value>(&item.meta).unwrap_or_else(|_| json!({})),
            })
        })
        .collect();
    json!({
        "code": error.code(),
        "path": error.path(),
        "message": error.to_string(),
        "status": error.status(),
        "errors": errors,
        "clerkTraceId": error.clerk_trace_id(),
        "retryAfter": error.retry_after().map(|wait| wait.as_secs_f64()),
        "attempts": error.attempts(),
        "request": error.request().map(|request| json!({ "method": request.method, "path": request.path })),
        "hasSource": StdError::source(error).is_some(),
        "text": text,
    })
}

async fn outcome_of(
    transport: ReqwestTransport,
    line: String,
) -> Result<String, Box<dyn StdError>> {
    let request: Request = serde_json::from_str(&line)?;
    let id = request.id;
    Ok(match call(transport, &request).await {
        Ok((data, response)) => {
            let (status, attempts) = (response.status, response.attempts);
            let trace_id = json!(response.clerk_trace_id);
            format!(
                r#"{{"id":{id},"data":{data},"response":{{"status":{status},"attempts":{attempts},"clerkTraceId":{trace_id}}}}}"#
            )
        }
        Err(error) => {
            let error = error.downcast::<Error>()?;
            json!({ "id": id, "error": error_fields(&error) }).to_string()
        }
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let mut http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    if let Ok(file) = std::env::var("TRUSTED_CERTIFICATE") {
        http = http.add_root_certificate(reqwest::Certificate::from_pem(&std::fs::read(file)?)?);
    }
    let transport = ReqwestTransport::new(http.build()?);
    let mut lines = BufReader::new(stdin()).lines();
    let mut output = stdout();
    // One call after the other, as the rows are run.
    while let Some(line) = lines.next_line().await? {
        let outcome = outcome_of(transport.clone(), line).await?;
        output.write_all(format!("{outcome}\n").as_bytes()).await?;
        output.flush().await?;
    }
    Ok(())
}
