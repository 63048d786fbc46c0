import type { ImageFacts } from "../../model/facts.ts";
import type { Report } from "../../model/report.ts";
import { mermaidLabel } from "../escape.ts";
import { size } from "../format.ts";
import { type Owner, type OwnerName, ownersOf } from "../owners.ts";

/** A colour an owner, so that the pies of several platforms can be compared; all read on white and on black. */
const COLORS: Readonly<Record<OwnerName, string>> = {
	"nvidia wheels": "#2da44e",
	torch: "#bc4c00",
	triton: "#8250df",
	"other Python": "#2f81f7",
	"OS and base": "#6e7781",
	"OS and other files": "#6e7781",
	"other files": "#1b7c83",
	"hidden by later layers": "#cf222e",
};

/** A pie of the unpacked size by owner for each image, repeated in words; nothing where sizes are unknown. */
export function renderPies(report: Report): string {
	const several = report.images.length > 1;
	const pies = report.images.slice(0, 3).map((image) => pie(image, several ? `, ${image.platform}` : ""));
	return pies.filter((text) => text !== "").join("\n\n");
}

function pie(image: ImageFacts, place: string): string {
	const owners = ownersOf(image)?.filter((owner) => owner.bytes >= 1e6) ?? [];
	if (owners.length < 2) return "";
	const [unit, name] = (owners[0]?.bytes ?? 0) >= 1e9 ? ([1e9, "GB"] as const) : ([1e6, "MB"] as const);
	return [
		"```mermaid",
		theme(owners),
		"pie showData",
		`  title ${mermaidLabel(`${name} unpacked by owner${place}`)}`,
		...owners.map((owner) => slice(owner, unit)),
		"```",
		"",
		words(owners),
	].join("\n");
}

const SIZES = {
	pieTitleTextSize: "16px",
	pieLegendTextSize: "14px",
	pieSectionTextSize: "13px",
	pieOpacity: "1",
	pieSectionTextColor: "#ffffff",
	pieStrokeWidth: "1px",
	pieOuterStrokeWidth: "1px",
};

function theme(owners: readonly Owner[]): string {
	const colors = Object.fromEntries(owners.map((owner, index) => [`pie${index + 1}`, COLORS[owner.name]]));
	return `%%{init: ${JSON.stringify({ themeVariables: { ...colors, ...SIZES } })}}%%`;
}

/** Two digits, cut as {@link size} cuts them; mermaid draws no slice of nothing. */
function slice(owner: Owner, unit: number): string {
	return `  "${mermaidLabel(owner.name)}" : ${Math.max(1, Math.floor(owner.bytes / (unit / 100))) / 100}`;
}

function words(owners: readonly Owner[]): string {
	return `<sub>By owner: ${owners.map((owner) => `${owner.name} ${size(owner.bytes)}`).join(", ")}.</sub>`;
}
