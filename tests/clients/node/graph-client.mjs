// One walk through the tenant with Microsoft's own client: sign in, list, share, add, revoke, follow delta.
// What it saw goes to standard output as one JSON document; the test compares it with the tenant itself.
import { readFileSync } from "node:fs";
import { ConfidentialClientApplication } from "@azure/msal-node";
import graph from "@microsoft/microsoft-graph-client";

const { Client, BatchRequestContent, BatchResponseContent, PageIterator, GraphError } = graph;
const asked = JSON.parse(readFileSync(0, "utf8"));
const host = new URL(asked.base_url).hostname;

const msal = new ConfidentialClientApplication({
  auth: {
    clientId: asked.client_id,
    authority: `${asked.authority}/v2.0`,
    knownAuthorities: [new URL(asked.authority).host],
    ...(asked.certificate ? { clientCertificate: asked.certificate } : { clientSecret: asked.client_secret }),
  },
  system: { protocolMode: "OIDC" },
});

const client = Client.initWithMiddleware({
  baseUrl: asked.base_url,
  defaultVersion: "v1.0",
  customHosts: new Set([host]),
  authProvider: {
    getAccessToken: async () => {
      const answer = await msal.acquireTokenByClientCredential({ scopes: ["https://graph.microsoft.com/.default"] });
      return answer.accessToken;
    },
  },
});

const seen = {};
if (asked.certificate) {
  // The library goes on with the assertion that it has, for another resource too.
  for (const resource of ["https://graph.microsoft.com", asked.base_url]) {
    await msal.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] });
  }
}
const everything = async (path, headers = {}) => {
  const rows = [];
  const first = await client.api(path).headers(headers).get();
  const pages = new PageIterator(client, first, (row) => rows.push(row) > 0, { headers });
  await pages.iterate();
  return { rows, deltaLink: pages.getDeltaLink() };
};

// -- the channel and its library
const teams = await client.api("/teams").filter(`displayName eq '${asked.team}'`).get();
const team = `/teams/${teams.value[0].id}`;
const channels = await client.api(`${team}/channels`).get();
const channel = `${team}/channels/${channels.value.find((one) => one.displayName === asked.channel).id}`;
const folder = await client.api(`${channel}/filesFolder`).get();
const drive = `/drives/${folder.parentReference.driveId}`;
const whole = await everything(`${drive}/root/delta`);
seen.files = whole.rows.filter((row) => row.file).map((row) => row.name).sort();
const file = whole.rows.find((row) => row.name === asked.file);
const item = `${drive}/items/${file.id}`;
seen.item_id = file.id;
seen.children = (await everything(`${drive}/items/${folder.id}/children`)).rows.map((row) => row.name).sort();

// -- share, read back, take off the link again
const link = await client.api(`${item}/createLink`).version("beta").post({
  type: "blocksDownload", scope: "users", recipients: asked.people.map((objectId) => ({ objectId })),
});
const held = await client.api(`${item}/permissions/${link.id}`).get();
seen.link = {
  id: held.id, type: held.link.type, scope: held.link.scope, prevents_download: held.link.preventsDownload,
  people: held.grantedToIdentitiesV2.map((one) => one.user.id).sort(),
};
const left = await client.api(`${item}/permissions/${link.id}/revokeGrants`).post({ grantees: [{ objectId: asked.people[0] }] });
seen.left = left.grantedToIdentitiesV2.map((one) => one.user.id);
seen.permissions = (await client.api(`${item}/permissions`).get()).value.map((one) => one.id);

// -- the channel's members
const body = {
  "@odata.type": "#microsoft.graph.aadUserConversationMember", roles: [],
  "user@odata.bind": `https://graph.microsoft.com/v1.0/users('${asked.newcomer}')`,
};
const member = await client.api(`${channel}/members`).post(body);
seen.members = (await client.api(`${channel}/members`).get()).value.map((one) => one.userId).sort();
if (asked.ends_membership) await client.api(`${channel}/members/${member.id}`).delete();

// -- what changed since, and the link gone for good
const later = await client.api(whole.deltaLink.slice(asked.base_url.length + "/v1.0".length)).get();
seen.changed = [...new Set(later.value.map((row) => row.id))];
if (asked.ends_link) await client.api(`${item}/permissions/${link.id}`).delete();

// -- a batch, an error as the client reads it, and a refusal to hurry that it waits out by itself
// Node's own Request takes no relative address, which is what a batch is made of: a browser's would.
const step = (id, path) => ({ id, request: { url: path, method: "GET", headers: new Headers() } });
const batch = new BatchRequestContent([step("1", item), step("2", `${item}/permissions`), step("3", `${drive}/items/none`)]);
const answers = new BatchResponseContent(await client.api("/$batch").post(await batch.getContent()));
seen.batch = Object.fromEntries(["1", "2", "3"].map((id) => [id, answers.getResponseById(id).status]));
try {
  await client.api(`${drive}/items/none`).get();
} catch (error) {
  seen.error = { is_graph_error: error instanceof GraphError, status: error.statusCode, code: error.code };
}
seen.after_waiting = asked.throttled ? (await client.api(asked.throttled.replace("{drive}", drive)).get()).id : null;
console.log(JSON.stringify(seen));
