package io.cyanwatch.access;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The description of the API: how to sign in, and that every call may be refused with a problem.
@Configuration(proxyBeanMethods = false)
class OpenApi {

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Cyanwatch")
                .version("v1")
                .description(
                    "Watches a fleet of web-serving devices. Lists are paged by `limit` and"
                        + " `after`; writes take an `Idempotency-Key`; refusals are RFC 9457"
                        + " problems."))
        .components(
            new Components()
                .addSecuritySchemes(
                    "bearer", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList("bearer"));
  }

  /// The generator has a JSON mapper of its own, which has to be told how ours names fields.
  @Bean
  ModelResolver fieldNames(ObjectMapperProvider provider) {
    return new ModelResolver(
        provider
            .jsonMapper()
            .copy()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
  }

  @Bean
  OpenApiCustomizer problems() {
    var problem =
        new ApiResponse()
            .description("A refusal")
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType()
                            .schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    return api -> {
      ModelConverters.getInstance()
          .readAll(ProblemJson.class)
          .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
      api.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .forEach(operation -> operation.getResponses().addApiResponse("default", problem));
    };
  }
}
