import type { Source } from "../source.ts";
import { isAwsImages, parseAwsImages } from "./parse.ts";

/**
 * The source for answers of EC2's DescribeImages
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html).
 */
export const source: Source = {
	id: "aws-images",
	title: "AWS image list (aws ec2 describe-images)",
	about:
		"What EC2 answers in one region; images of one name but for the release become a MultiCloud Image, each image a revision for that region.",
	syntaxes: ["json", "yaml"],
	options: [
		{
			name: "region",
			about:
				"The region that answered: the list itself does not say. Taken from the file's or a folder's name when left out.",
			example: "us-east-1",
		},
	],
	recognizes: (document) => isAwsImages(document.value),
	parse: parseAwsImages,
};
