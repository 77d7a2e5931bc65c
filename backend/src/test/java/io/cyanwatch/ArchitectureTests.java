package io.cyanwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import java.util.Set;
import org.springframework.data.repository.Repository;

@AnalyzeClasses(packages = "io.cyanwatch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  private static final Set<String> ROOMS =
      Set.of(
          "access",
          "fleet",
          "link",
          "timeline",
          "detection",
          "ingest",
          "incident",
          "command",
          "webhook",
          "dashboard");

  @ArchTest
  static final ArchRule ENTITIES_STAY_IN_THEIR_ROOM =
      classes().that().areAnnotatedWith(Entity.class).should().notBePublic();

  @ArchTest
  static final ArchRule STORES_STAY_IN_THEIR_ROOM =
      classes().that().areAssignableTo(Repository.class).should().notBePublic();

  @ArchTest
  static final ArchRule ONLY_LINK_SPEAKS_PAHO =
      noClasses()
          .that()
          .resideInAPackage("io.cyanwatch..")
          .and()
          .resideOutsideOfPackages("io.cyanwatch.link", "io.cyanwatch.agent..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.paho..");

  @ArchTest
  static final ArchRule ONLY_INGEST_AND_COMMAND_SPEAK_THE_WIRE =
      noClasses()
          .that(inARoom())
          .and()
          .resideOutsideOfPackages("io.cyanwatch.ingest", "io.cyanwatch.command")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.cyanwatch.protocol");

  @ArchTest
  static final ArchRule TIME_IS_A_PARAMETER =
      noClasses()
          .that(inARoom())
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "the time of day",
                  (JavaAccess<?> call) -> timeOfDay(call.getTargetOwner(), call.getName())));

  @ArchTest
  static final ArchRule RULES_ARE_PURE =
      noClasses()
          .that()
          .resideInAPackage("io.cyanwatch.detection")
          .and()
          .haveSimpleNameEndingWith("Rule")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.slf4j..", "java.sql..", "javax.sql..");

  private static boolean timeOfDay(JavaClass owner, String method) {
    return switch (method) {
      case "now" -> owner.getPackageName().equals("java.time");
      case "currentTimeMillis" -> owner.getFullName().equals("java.lang.System");
      default -> false;
    };
  }

  private static DescribedPredicate<JavaClass> inARoom() {
    return DescribedPredicate.describe(
        "are in a room of the backend",
        type -> {
          var name = type.getPackageName();
          return ROOMS.stream().anyMatch(room -> name.equals("io.cyanwatch." + room));
        });
  }
}
