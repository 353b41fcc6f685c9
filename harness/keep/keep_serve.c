#include "keep_serve.h"

#include "bench.h"
#include "buf.h"
#include "cell.h"
#include "client_reply.h"
#include "file.h"
#include "instance.h"
#include "keep_target.h"
#include "kept.h"
#include "leg_reply.h"
#include "pki.h"
#include "store.h"

static const char *const verify_flags[AUTH_MODE_COUNT] = {
	[AUTH_NO_CLIENT_CERT] = "",
	[AUTH_REQUEST_CLIENT_CERT] = "-verify 5",
	[AUTH_REQUIRE_ANY_CLIENT_CERT] = "-Verify 5",
	[AUTH_VERIFY_CLIENT_CERT_IF_GIVEN] = "-verify 5 -verify_return_error",
	[AUTH_REQUIRE_AND_VERIFY_CLIENT_CERT] = "-Verify 5 -verify_return_error",
};

static bool put_staple(struct buf *out, struct kept *kept, const struct der *staple, size_t index)
{
	const char *name = arena_printf(kept->arena, "staple-%zu.der", index);
	const char *path = arena_printf(kept->arena, "%s/%s", kept->dir, name);

	kept_assign(out, kept, "staple", staple ? name : "");
	return !staple || file_write(&kept->why, kept->arena, path, staple->data, staple->len, 0644);
}

/* The authorities that our server's CertificateRequest names. */
static bool put_ca_names(
	struct buf *out, struct kept *kept, const char *name, const struct tls_server_options *tls)
{
	const char *const none[] = {NULL};
	const char *const names[] = {name, NULL};
	const char *dir = arena_printf(kept->arena, "%s/" KEPT_PKI, kept->root);

	kept_assign(out, kept, "ca_names",
		tls->no_ca_names   ? "none"
			: tls->ca_name ? arena_printf(kept->arena, STORE_AUTHORITIES "/%s.pem", name)
						   : "");
	return !tls->ca_name ||
		pki_write_named(kept->bench->options->pki, dir, none, names, kept->arena, &kept->why);
}

/* What it answers, if that is said: the file stands beside the transcript. */
static bool put_answer(struct buf *out, struct kept *kept)
{
	static const char name[] = "answer.http";
	const char *path = arena_printf(kept->arena, "%s/%s", kept->dir, name);
	const struct leg_reply *reply =
		client_reply(&kept->plan->target->client.answer, "reproduce", kept->arena);
	SCOPED_BUF text;

	kept_assign(out, kept, "answer", reply ? name : "");
	if (!reply)
		return true;
	buf_init(&text, LEG_REPLY_HEAD_MAX + reply->body_len);
	leg_reply_write(&text, reply);
	return file_write(&kept->why, kept->arena, path, text.data, text.len, 0644);
}

static bool put_server(struct buf *out, struct kept *kept, const char *credential, const char *name,
	const struct tls_server_options *tls)
{
	const char *target;

	if (!kept_target(kept, &target, name))
		return false;
	kept_assign(out, kept, "credential", credential);
	kept_assign(out, kept, "tls", kept_version_flags[tls->version]);
	kept_assign(out, kept, "name", name);
	kept_assign(out, kept, "target", target);
	kept_assign(out, kept, "verify", verify_flags[tls->mode]);
	return put_answer(out, kept);
}

bool kept_put_serve(struct buf *out, struct kept *kept, size_t index)
{
	const struct sent *sent = &kept->cell->connections[index].sent;
	const struct attempt_result *attempt = &kept->cell->attempts[index];
	const struct observation *facts = &attempt->facts;
	const struct scenario_step *step = kept->cell->orders.items[index].step;

	kept_assign(out, kept, "role", kept_role(kept, attempt));
	if (!put_server(out, kept, attempt_shown(attempt), sent->name, &sent->serving) ||
		!put_ca_names(out, kept, step->server.ca_names, &sent->serving) ||
		!put_staple(out, kept, sent->serving.staple, index))
		return false;
	kept_assign(out, kept, "schemes", sent->serving.schemes ? sent->serving.schemes : "");
	kept_assign(out, kept, "reached", facts->connections ? "yes" : "no");
	kept_assign(out, kept, "came", facts->data_received ? "yes" : "no");
	kept_assign(out, kept, "told", far_end_words[facts->far_end]);
	kept_assign(out, kept, "shown",
		auth_mode_requests(sent->serving.mode)
			? (facts->peer_presented >= PRESENTED_CONFIGURED ? "yes" : "no")
			: "-");
	buf_puts(out, "\nserve\n");
	return true;
}

bool kept_put_good_server(struct buf *out, struct kept *kept)
{
	const struct plan_instance *plan = kept->instance->plan;
	const struct tls_server_options tls = {.version = kept->plan->tls, .mode = AUTH_NO_CLIENT_CERT};

	kept_assign(out, kept, "role", "good server");
	if (!put_server(
			out, kept, plan->control ? plan->control : PKI_SERVER, plan->server_name, &tls) ||
		!put_ca_names(out, kept, NULL, &tls))
		return false;
	buf_puts(out, "staple= schemes= reached=yes came='not with success' told=- shown=-\nserve\n");
	return true;
}
