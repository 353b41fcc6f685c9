#ifndef INSTANCE_H
#define INSTANCE_H
/*
 * One running configuration of a target, as others see it. What brings it up and down is
 * lifecycle.h, what is proved on it before cells run control.h.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "arena.h"
#include "crash_watch.h"
#include "family.h"
#include "pace.h"
#include "plan.h"
#include "port.h"

struct bench;
struct controls;
struct instance;
struct process;
struct server_leg;

enum instance_state {
	INSTANCE_WAITING, /* its turn has not come */
	INSTANCE_STARTING, /* launched; the first control is tried until it connects */
	INSTANCE_CONTROLS, /* the controls run */
	INSTANCE_READY, /* cells run on it */
	INSTANCE_BROKEN, /* its cells become errors */
	INSTANCE_STOPPING, /* its cells are done; the process is on its way out */
	INSTANCE_GONE,
	INSTANCE_STATE_COUNT,
};

/* What it tells whoever runs it. All of it comes from the loop or from a call of lifecycle.h. */
struct instance_news {
	/* READY or BROKEN: something can go forward. */
	void (*changed)(void *owner);
	/* It crashed, or its log says so of one of its processes: `how`, in the instance's arena. The
	 * cells in flight there are ended first, then it is to be restarted (lifecycle.h). It may be
	 * STOPPING already. */
	void (*crashed)(void *owner, struct instance *instance, const char *how);
	void (*gone)(void *owner, struct instance *instance);
	/* What a reader should know of it before he reads verdicts: a line. */
	void (*told)(void *owner, struct instance *instance, const char *what);
	void *owner;
};

/* A port beside the main one. */
struct instance_listener {
	struct held_port port;
	struct sockaddr_storage address;
};

struct instance {
	struct bench *bench;
	const struct instance_news *news;
	size_t index; /* in the plan */
	const struct plan_instance *plan;
	enum instance_state state;
	uint64_t since_us[INSTANCE_STATE_COUNT]; /* when it first was in that state, or 0 */
	uint64_t ready_us; /* when it last became READY */
	uint64_t cpu_us; /* of its processes that have ended */
	struct arena arena;
	char *dir;
	struct process *process; /* NULL: runs already, or is a program */
	struct crash_watch crash_watch; /* of the process's log */
	struct family workers; /* of the process, when it was READY */
	bool unharmed; /* they were all there when it was asked to stop */
	struct server_leg *upstream; /* a proxy's, where it is the client */
	const char *client_credential; /* that stands in its files now; NULL: none */
	bool altered; /* its files are not those that it was started with */
	bool keeps_files; /* it is started with them as they are */
	bool reloading; /* it has been told to: its log tells what becomes of its workers then */
	bool may_end; /* over what is done to it (instance_reload.h): then it is started afresh */
	unsigned ends; /* times that it did */
	const char *how_ended; /* the last time */
	unsigned reloads; /* by a file that it watches */
	void (*renewed)(void *owner, const char *why); /* lifecycle.h; NULL: nobody waits for it */
	void *renewed_owner;
	struct held_port port;
	struct sockaddr_storage address;
	struct instance_listener listeners[TARGET_LISTENERS_MAX];
	const char *mark; /* that its files hold */
	struct controls *controls;
	struct pace pace;
	int limit_status; /* by which it said last that it is too fast; or 0 */
	const char *trouble; /* why BROKEN */
	bool one_at_a_time; /* it serves no second connection beside the first */
	bool restart; /* the process is being replaced: no new cells */
};

/* A program that is the client: nothing of it keeps running. */
bool instance_is_program(const struct instance *instance);
/* Where its listener is; MAIN_LISTENER (connection.h) for the main one. */
const struct sockaddr_storage *instance_address(const struct instance *instance, int listener);
/* Its log tells of crashes, if late: crash_watch.h. */
bool instance_tells_crashes(const struct instance *instance);
/* In its arena: what its log says now of a crash, if that is news; or NULL. */
const char *instance_crash_news(struct instance *instance);
/* The last lines of its log since `from`, cleaned; NULL if there are none. */
const char *instance_log_tail(const struct instance *instance, size_t from, struct arena *arena);
#endif
