# Prints the first of these files that is there, and ends: what a RUN step sees of its own memory limit.
	.globl _start
	.text
_start:
	lea	paths(%rip), %rbx
next:
	cmpb	$0, (%rbx)
	je	none
	mov	$2, %eax		# open(path, O_RDONLY)
	mov	%rbx, %rdi
	xor	%esi, %esi
	syscall
	test	%eax, %eax
	jns	found
skip:
	inc	%rbx
	cmpb	$0, -1(%rbx)
	jne	skip
	jmp	next
found:
	mov	%eax, %edi		# read(file, buffer, 64)
	xor	%eax, %eax
	lea	-128(%rsp), %rsi
	mov	$64, %edx
	syscall
	mov	%eax, %edx		# write(1, buffer, length)
	mov	$1, %eax
	mov	$1, %edi
	syscall
	xor	%edi, %edi
	jmp	exit
none:
	mov	$1, %edi
exit:
	mov	$60, %eax
	syscall
paths:
	.asciz	"/sys/fs/cgroup/memory.max"
	.asciz	"/sys/fs/cgroup/memory/memory.limit_in_bytes"
	.byte	0
