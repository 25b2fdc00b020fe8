// SPDX-License-Identifier: GPL-2.0
/*
 * The device /dev/vexfs and its sessions.
 *
 * An open file is a session. One write() is one command line, of at most 16 KiB
 * and with or without a newline at its end; it returns when the command is
 * done, with a negative errno if it failed. What read() then returns is the
 * answer to the session's last command, and end of file after it. An answer is
 * text, each line of it ended by a newline; after a failed command it is empty.
 *
 *   insert ID V1 V2 ...       add a vector                  "ok"
 *   fill COUNT DIM SEED       add pseudo-random vectors     "first=", "last="
 *   update ID V1 V2 ...       replace a vector              "ok"
 *   delete ID                 remove a vector               "ok"
 *   get ID                    components of a vector        "V1 V2 ..."
 *   cache_get ID              the same through the cache    "hit V1 V2 ..." or
 *                                                           "miss V1 V2 ..."
 *   search K V1 V2 ...        K nearest, exact              "ID DISTANCE" each
 *   hnsw_build                build the graph               "nodes="
 *   hnsw_search K V1 V2 ...   K near ones by the graph      "ID DISTANCE" each
 *   lsh_search K V1 V2 ...    up to K near ones by hash     "ID DISTANCE" each
 *   read ID [LENGTH]          payload's start, hexadecimal  "bytes=", "data="
 *   write ID HEX              overwrite the payload's start "bytes="
 *   mixed SEED COUNT          pseudo-random operations      "NAME=N" each, see
 *                                                           vexfs_random.c
 *   timings [reset]           how long operations took      a line each, see
 *   durations OPERATION       the same call by call         vexfs_timing.c for
 *   delays                    what the command delay added  these three
 *   stat                      counts                        "KEY=VALUE" each
 *   clear                     free everything               "vectors="
 *   help                      all commands                  "NAME ARGUMENTS"
 *
 * An ID lies between 0 and 2^63 - 1, a component V in a signed 32-bit integer;
 * K is at most 128, and a vector has 1 to 512 components, as many as all others
 * in the store. fill numbers its vectors on from the highest ID so far and
 * takes their components from -1000 to 1000. A DISTANCE is the sum of the
 * squared differences; the nearest comes first. The payload is the components
 * in the machine's byte order; read and write move no more of it than there is.
 *
 * EINVAL: not a command, or arguments that it does not take. ERANGE: a number
 * too large for its type. ENOENT: no vector has this ID. EEXIST: one has it
 * already. ENODATA: the graph was not built. ENOSPC: no IDs are left to fill.
 * EBUSY: the session is at another command. E2BIG: a line too long. EPERM: a
 * fault command, see vexfs_faults.c, without the module parameter faults=1.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_buf.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vexfs.h"

#define MAX_LINE	SZ_16K
#define SESSION_SIZE	SZ_8K	/* enough for the longest answer */

struct session {
	/*
	 * Guards all below. Nobody waits for it: a thread that died of a fault
	 * never gives it back.
	 */
	struct mutex lock;
	loff_t position;	/* how far the answer has been read */
	struct seq_buf answer;
	char text[];
};

#define INIT_OBJECT_SIZE	112	/* bytes */

static unsigned int init_objects;
module_param(init_objects, uint, 0444);
MODULE_PARM_DESC(init_objects, "take so many objects, and a name, until the end");

static unsigned int leave_behind;
module_param(leave_behind, uint, 0444);
MODULE_PARM_DESC(leave_behind, "and forget so many of the objects at the end");

static struct vexfs_store store;
static LIST_HEAD(initial);	/* taken when the module was loaded */
static char *initial_name;

/*
 * The answer's buffer comes with the session and stays: a command leaves behind
 * no memory that was not there before.
 */
static int __traceable vexfs_open(struct inode *inode, struct file *file)
{
	struct session *session = kmalloc(SESSION_SIZE, GFP_KERNEL);

	if (!session)
		return -ENOMEM;
	mutex_init(&session->lock);
	session->position = 0;
	seq_buf_init(&session->answer, session->text,
		     SESSION_SIZE - sizeof(*session));
	file->private_data = session;
	/* The position is the session's: pread() and pwrite() mean nothing. */
	file->f_mode &= ~(FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

static int __traceable vexfs_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static ssize_t __traceable vexfs_dev_read(struct file *file,
					  char __user *buffer, size_t count,
					  loff_t *unused)
{
	struct session *session = file->private_data;
	ssize_t result;

	if (!mutex_trylock(&session->lock))
		return -EBUSY;
	result = simple_read_from_buffer(buffer, count, &session->position,
					 session->text,
					 seq_buf_used(&session->answer));
	mutex_unlock(&session->lock);
	return result;
}

static int run_line(struct session *session, char *line)
{
	int result;

	if (!mutex_trylock(&session->lock))
		return -EBUSY;
	session->position = 0;
	seq_buf_clear(&session->answer);
	result = command_run(&store, line, &session->answer);
	if (result >= 0 && seq_buf_has_overflowed(&session->answer))
		result = -EOVERFLOW;
	if (result < 0)
		seq_buf_clear(&session->answer);
	mutex_unlock(&session->lock);
	return result;
}

static ssize_t __traceable vexfs_dev_write(struct file *file,
					   const char __user *buffer,
					   size_t count, loff_t *unused)
{
	int result;
	char *line;

	if (!count)
		return 0;
	if (count > MAX_LINE)
		return -E2BIG;
	line = memdup_user_nul(buffer, count);
	if (IS_ERR(line))
		return PTR_ERR(line);
	if (line[count - 1] == '\n')
		line[count - 1] = '\0';
	if (memchr(line, '\0', count - 1) || strchr(line, '\n'))
		result = -EINVAL;
	else
		result = run_line(file->private_data, line);
	kfree(line);
	return result < 0 ? result : count;
}

static const struct file_operations operations = {
	.owner = THIS_MODULE,
	.open = vexfs_open,
	.release = vexfs_release,
	.read = vexfs_dev_read,
	.write = vexfs_dev_write,
	.llseek = noop_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "vexfs",
	.mode = 0600,
	.fops = &operations,
};

/* Frees what was taken when the module was loaded, but so many objects. */
static void free_initial(unsigned int forget)
{
	struct list_head *object, *next;

	list_for_each_safe(object, next, &initial) {
		if (forget)
			forget--;
		else
			kfree(object);
	}
	kfree(initial_name);
}

static int __init vexfs_init(void)
{
	unsigned int i;
	int err;

	err = cache_init();
	if (err)
		return err;
	store_init(&store);
	timings_reset();
	err = faults_init();
	if (err)
		goto undo_cache;

	/* Taken right here, in code that is gone when the module is loaded. */
	err = -ENOMEM;
	for (i = 0; i < init_objects; i++) {
		struct list_head *object = kmalloc(INIT_OBJECT_SIZE, GFP_KERNEL);

		if (!object)
			goto undo_initial;
		list_add_tail(object, &initial);
	}
	if (init_objects) {
		initial_name = kasprintf(GFP_KERNEL, "vexfs with %u objects",
					 init_objects);
		if (!initial_name)
			goto undo_initial;
	}
	err = misc_register(&device);
	if (!err)
		return 0;

undo_initial:
	free_initial(0);
	faults_exit();
undo_cache:
	cache_exit();
	return err;
}

static void __exit vexfs_exit(void)
{
	misc_deregister(&device);
	free_initial(leave_behind);
	faults_exit();
	store_destroy(&store);
	cache_exit();
}

module_init(vexfs_init);
module_exit(vexfs_exit);

MODULE_DESCRIPTION("A vector store to be traced");
MODULE_LICENSE("GPL");
