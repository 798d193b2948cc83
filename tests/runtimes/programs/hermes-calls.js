var sent = [];
function respond(status, body) {
  return function (url, init) {
    sent.push([init.method, url, init.body]);
    return Promise.resolve({ status: status, ok: status < 300, headers: { get: function () { return null; } }, body: null, text: function () { return Promise.resolve(JSON.stringify(body)); } });
  };
}
function users(fetch) {
  return client.createClerkClient({ secretKey: "sk_test_hermes", fetch: fetch, maxRetries: 0 }).users;
}
var user = { object: "user", id: "user_1", first_name: "Ada", public_metadata: { n: 1.5, text: "é" } };
users(respond(200, user)).updateUserMetadata("user_1", { publicMetadata: { a: ["é", null] } }).then(function (user) {
  return users(respond(404, { errors: [{ code: "resource_not_found", message: "not found" }] })).getUser("user_2").catch(function (error) {
    return users().updateUserMetadata("user_1", { publicMetadata: { a: NaN } }).catch(function (input) {
      print(JSON.stringify({ wasm: typeof WebAssembly, firstName: user.firstName, publicMetadata: user.publicMetadata, status: error.status, guard: client.isClerkAPIResponseError(error), path: input.path, sent: sent }));
    });
  });
}).catch(function (error) {
  print(error.stack + (error.cause ? error.cause.stack : ""));
});
