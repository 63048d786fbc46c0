/* hog MIB [SECONDS]: takes MIB of memory one MiB after the other, says so, and keeps it SECONDS (1). Bytes that are not
 * zero: the kernel can give pages of zeros back without swap. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **words) {
	long mib = count > 1 ? atol(words[1]) : 0;
	if (mib <= 0) return fputs("usage: hog MIB [SECONDS]\n", stderr), 2;
	for (long done = 0; done < mib; done++) {
		char *piece = malloc(1 << 20);
		if (!piece) return perror("hog"), 1;
		memset(piece, 'a' + done % 26, 1 << 20);
	}
	printf("hog: %ld MiB held\n", mib);
	fflush(stdout);
	sleep(count > 2 ? atoi(words[2]) : 1);
	return 0;
}
