/*
 * A load that has nothing to do with a module, and little but slab allocations and frees: pipes, sockets,
 * files and folders on a tmpfs. Usage: load FOLDER ROUNDS; prints the nanoseconds that the rounds took.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void check(int failed, const char *what)
{
	if (failed) {
		perror(what);
		exit(1);
	}
}

int main(int count, char **arguments)
{
	struct timespec begin, end;
	struct stat found;
	int ends[2];

	check(count != 3, "usage: load FOLDER ROUNDS");
	check(chdir(arguments[1]), arguments[1]);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (long i = atol(arguments[2]); i > 0; i--) {
		check(pipe(ends), "pipe");
		close(ends[0]);
		close(ends[1]);
		check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
		close(ends[0]);
		close(ends[1]);
		check(mkdir("folder", 0700), "mkdir");
		ends[0] = open("folder/file", O_CREAT | O_RDWR, 0600);
		check(ends[0] < 0, "open");
		close(ends[0]);
		check(stat("folder/file", &found), "stat");
		check(unlink("folder/file"), "unlink");
		check(rmdir("folder"), "rmdir");
		if (i % 50 == 0) {
			pid_t child = fork();

			check(child < 0, "fork");
			if (child == 0)
				_exit(0);
			waitpid(child, NULL, 0);
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%lld\n", (end.tv_sec - begin.tv_sec) * 1000000000LL + end.tv_nsec - begin.tv_nsec);
	return 0;
}
