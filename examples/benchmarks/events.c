/*
 * Has the kernel allocate and free objects at a rate: the copy that it makes of a path. Usage: events RATE SECONDS,
 * where each allocation and each free is an event; prints how many there were, and the nanoseconds that they took.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Often enough that a millisecond's events are few beside what a ring holds. */
#define TURNS_PER_SECOND 2000

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments)
{
	if (count != 3) {
		fprintf(stderr, "usage: events RATE SECONDS\n");
		return 1;
	}
	double calls_per_turn = atof(arguments[1]) / 2 / TURNS_PER_SECOND;
	long turns = atof(arguments[2]) * TURNS_PER_SECOND;
	long long calls = 0, begin = now();

	for (long turn = 1; turn <= turns; turn++) {
		while (calls < calls_per_turn * turn) {
			if (access("/", F_OK)) {
				perror("access");
				return 1;
			}
			calls++;
		}
		long long next = begin + turn * (1000000000LL / TURNS_PER_SECOND);
		struct timespec until = {next / 1000000000, next % 1000000000};

		/* What is late is made up for. */
		if (now() < next)
			while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
				;
	}
	printf("%lld %lld\n", 2 * calls, now() - begin);
	return 0;
}
