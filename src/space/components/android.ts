import type { Component } from "../../model/space.ts";
import { component, X64 } from "./row.ts";

const SDK = "/usr/local/lib/android/sdk";

/** The NDKs are few large files and most of the bytes, the rest is hundreds of thousands of small ones. */
export const ANDROID: readonly Component[] = [
	component({
		id: "android-ndk",
		group: "android",
		title: "Android NDKs",
		paths: [`${SDK}/ndk`],
		variables: ["ANDROID_NDK", "ANDROID_NDK_HOME", "ANDROID_NDK_ROOT", "ANDROID_NDK_LATEST_HOME"],
		architectures: X64,
		breaks: "native Android builds",
		gb: 6.5,
		seconds: 12,
		script: "install-android-sdk.sh",
	}),
	component({
		id: "android",
		title: "Android SDK",
		paths: ["add-ons", "build-tools", "cmake", "cmdline-tools", "extras", "platform-tools", "platforms", "sources"].map(
			(name) => `${SDK}/${name}`,
		),
		variables: ["ANDROID_HOME", "ANDROID_SDK_ROOT"],
		architectures: X64,
		breaks: "Android builds",
		gb: 4.4,
		seconds: 38,
		script: "install-android-sdk.sh",
	}),
];
