// Prints the first of these files that is there, and ends: what a RUN step sees of its own memory limit.
	.globl _start
	.text
_start:
	adr	x19, paths
next:
	ldrb	w0, [x19]
	cbz	w0, none
	mov	x0, #-100		// openat(AT_FDCWD, path, O_RDONLY)
	mov	x1, x19
	mov	x2, #0
	mov	x8, #56
	svc	#0
	tbz	x0, #63, found
skip:
	ldrb	w0, [x19], #1
	cbnz	w0, skip
	b	next
found:
	sub	sp, sp, #64
	mov	x1, sp			// read(file, buffer, 64)
	mov	x2, #64
	mov	x8, #63
	svc	#0
	mov	x2, x0			// write(1, buffer, length)
	mov	x1, sp
	mov	x0, #1
	mov	x8, #64
	svc	#0
	mov	x0, #0
	b	exit
none:
	mov	x0, #1
exit:
	mov	x8, #93
	svc	#0
paths:
	.asciz	"/sys/fs/cgroup/memory.max"
	.asciz	"/sys/fs/cgroup/memory/memory.limit_in_bytes"
	.byte	0
