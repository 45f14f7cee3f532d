import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from "aws-lambda";

/** A request as the gateway hands it on, with what the authoriser says of the caller. */
export type Event = APIGatewayProxyEventV2WithLambdaAuthorizer<{ caller?: string } | null>;
