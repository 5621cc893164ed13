// One walk through the tenant with the CLI for Microsoft 365, its commands called one after the other.
// What each said goes to standard output as one JSON document; the test compares it with the tenant itself.
import { readFileSync } from "node:fs";
import { executeCommand } from "@pnp/cli-microsoft365";

const asked = JSON.parse(readFileSync(0, "utf8"));
const seen = {};

const run = async (command, options = {}) => {
  try {
    const { stdout } = await executeCommand(command, { output: "json", ...options });
    return stdout ? JSON.parse(stdout) : null;
  } catch (failure) {
    throw new Error(`${command}: ${failure.error?.message ?? failure}`);
  }
};
const refused = async (command, options) => {
  try {
    await run(command, options);
    return null;
  } catch (failure) {
    return failure.message;
  }
};

await run("login", {
  authType: "certificate", certificateFile: asked.certificate_file, appId: asked.client_id, tenant: asked.tenant,
});

// -- the site, its people, groups and files
const webUrl = asked.site_url;
const place = { webUrl, fileUrl: asked.file_url };
const web = await run("spo web get", { url: webUrl, withGroups: true, withPermissions: true });
seen.title = web.Title;
seen.levels = Object.fromEntries(web.RoleAssignments.map((one) => [
  one.Member.Title, one.RoleDefinitionBindings.map((level) => level.Name),
]));
seen.users = (await run("spo user list", { webUrl })).map((one) => one.LoginName).sort();
seen.owners = (await run("spo group member list", { webUrl, groupName: `${seen.title} Owners` })).map((one) => one.LoginName).sort();
const library = await run("spo list get", { webUrl, title: "Documents", properties: "Title,HasUniqueRoleAssignments" });
seen.library_unique = library.HasUniqueRoleAssignments;
seen.folders = (await run("spo folder list", { webUrl, parentFolderUrl: asked.folder_url })).map((one) => one.Name).sort();
seen.files = (await run("spo file list", { webUrl, folderUrl: asked.folder_url, recursive: true })).map((one) => one.Name).sort();

// -- a file's own permissions: broken, one reader in and out, inherited again
const levels = async () => {
  const file = await run("spo file get", { webUrl, url: asked.file_url, withPermissions: true });
  return Object.fromEntries(file.RoleAssignments.map((one) => [
    one.Member.Title, one.RoleDefinitionBindings.map((level) => level.Name),
  ]));
};
seen.assigned = [];
await run("spo file roleinheritance break", { ...place, clearExistingPermissions: true, force: true });
seen.assigned.push(await levels());
await run("spo file roleassignment add", { ...place, upn: asked.reader, roleDefinitionName: "Read" });
seen.assigned.push(await levels());
await run("spo file roleassignment remove", { ...place, upn: asked.reader, force: true });
seen.assigned.push(await levels());
await run("spo file roleinheritance reset", { ...place, force: true });

// -- a link made, read back, found in the sharing information, and taken off again
const link = await run("spo file sharinglink add", { ...place, type: "view", scope: "organization" });
const held = await run("spo file sharinglink get", { ...place, id: link.id });
seen.link = { id: held.id, type: held.link.type, scope: held.link.scope };
seen.links = (await run("spo file sharinglink list", place)).map((one) => one.id);
seen.sharing = (await run("spo file sharinginfo get", place)).permissionsInformation;
await run("spo file sharinglink remove", { ...place, id: link.id, force: true });
seen.links_left = (await run("spo file sharinglink list", place)).map((one) => one.id);

// -- an application that is given the site, and has it taken away
const grant = { siteUrl: webUrl, appId: asked.other_app, appDisplayName: "outsider", permission: "read" };
const given = await run("spo site apppermission add", grant);
const grants = async () => (await run("spo site apppermission list", { siteUrl: webUrl })).map((one) => [one.appId, one.roles]);
seen.grants = [await grants()];
await run("spo site apppermission set", { siteUrl: webUrl, id: given.id, permission: "write" });
seen.grants.push(await grants());
await run("spo site apppermission remove", { siteUrl: webUrl, id: given.id, force: true });
seen.grants.push(await grants());

// -- how the site knows somebody
seen.ensured = (await run("spo user ensure", { webUrl, userName: asked.reader })).LoginName;
seen.found = (await run("spo user get", { webUrl, email: asked.reader })).LoginName;

// -- the channel's members
seen.teams = (await run("teams team list")).map((one) => one.displayName);
const channel = { teamName: asked.team, channelName: asked.channel };
const members = async () => (await run("teams channel member list", channel)).map((one) => one.userId).sort();
seen.members = [await members()];
await run("teams channel member add", { ...channel, userIds: asked.newcomer });
seen.members.push(await members());
await run("teams channel member remove", { ...channel, userId: asked.newcomer, force: true });
seen.members.push(await members());

// -- delta to its end, by the command for requests of one's own; then a file of it goes into the recycle bin
let url = `https://graph.microsoft.com/v1.0/drives/${asked.drive}/root/delta?$select=id,name,file`;
seen.delta = [];
while (url) {
  const page = await run("request", { url, method: "get" });
  seen.delta.push(...page.value.filter((one) => one.file));
  url = page["@odata.nextLink"];
  seen.has_delta_link = Boolean(page["@odata.deltaLink"]);
}

const gone = seen.delta.find((one) => one.name === asked.gone).id;
await run("request", { url: `https://graph.microsoft.com/v1.0/drives/${asked.drive}/items/${gone}`, method: "delete" });
seen.bin = (await run("spo site recyclebinitem list", { siteUrl: webUrl })).map((one) => one.LeafName);

// -- what is refused, and a wait that the client keeps by itself
seen.missing = await refused("spo file get", { webUrl, url: `${asked.file_url}.none` });
seen.kept = await refused("spo web roleinheritance break", { webUrl, clearExistingPermissions: true, force: true });
seen.after_waiting = (await run("request", { url: `https://graph.microsoft.com/v1.0/drives/${asked.drive}`, method: "get" })).id;
await run("logout");
console.log(JSON.stringify(seen));
