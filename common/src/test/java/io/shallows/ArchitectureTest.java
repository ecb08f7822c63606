package io.shallows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order of the packages and the purity of the science: a trial is a function of its spec and
 * coordinates, so nothing here may read a clock, a file, the locale or the order of a hash table.
 */
@AnalyzeClasses(packages = "io.shallows", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.shallows.";

  /** A package may use packages of earlier rows only. */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("random", "linalg", "provenance"),
          Set.of("array"),
          Set.of("spec.value"),
          Set.of("spec"),
          Set.of("grid"),
          Set.of("problem"),
          Set.of("network"),
          Set.of("loss"),
          Set.of("loss.penalty"),
          Set.of("training"),
          Set.of("minimum.kink"),
          Set.of("minimum.finish"),
          Set.of("minimum"),
          Set.of("minimum.certificate", "minimum.penalty"),
          Set.of("depth.cell", "depth.path"),
          Set.of("depth.atlas"),
          Set.of("depth.exact", "depth.interval", "depth.reference"),
          Set.of("depth.verification", "depth.claim", "depth.layers"),
          Set.of("depth.construction"),
          Set.of("depth.measurement"),
          Set.of("depth.problem"),
          Set.of("depth.finder"),
          Set.of("depth", "singularity", "spectrum", "benchmark"),
          Set.of("depth.question"),
          Set.of("landscape"),
          Set.of("record"),
          Set.of("statistics.estimate", "statistics.law"),
          Set.of("suprema"),
          Set.of("trial", "survey"),
          Set.of("statistics"),
          Set.of("statistics.round"));

  /** The rooms of {@code depth} whose words are spoken everywhere. */
  private static final Set<String> SPOKEN_OF_DEPTH =
      Set.of(
          "depth",
          "depth.atlas",
          "depth.path",
          "depth.reference",
          "depth.measurement",
          "depth.question",
          "depth.claim",
          "depth.verification");

  /** Classes of other rooms that are named outside: registries and parts of a measurement. */
  private static final Set<String> NAMED_OF_DEPTH =
      Set.of("PathBound", "ExactZero", "DepthBound", "PathFinder", "PathFinders");

  /** Last bits of these differ between platforms; {@link StrictMath} has them all. */
  private static final Set<String> INEXACT =
      Set.of(
          "acos", "asin", "atan", "atan2", "cbrt", "cos", "cosh", "exp", "expm1", "hypot", "log",
          "log10", "log1p", "pow", "sin", "sinh", "tan", "tanh");

  private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");

  @ArchTest
  static final ArchRule packagesAreOrdered =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("io.shallows..")
          .should(
              new ArchCondition<>("use only packages that come before their own") {
                @Override
                public void check(JavaClass user, ConditionEvents events) {
                  for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    boolean allowed =
                        !used.getPackageName().startsWith(ROOT)
                            || used.getPackageName().equals(user.getPackageName())
                            || row(used) < row(user);
                    events.add(
                        new SimpleConditionEvent(user, allowed, dependency.getDescription()));
                  }
                }
              });

  @ArchTest
  static final ArchRule depthHasAFrontDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shallows.depth..")
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<>("are in a room of depth that is not spoken of outside") {
                @Override
                public boolean test(JavaClass used) {
                  return used.getPackageName().startsWith(ROOT + "depth")
                      && !SPOKEN_OF_DEPTH.contains(used.getPackageName().substring(ROOT.length()))
                      && !NAMED_OF_DEPTH.contains(outermost(used).getSimpleName());
                }
              });

  /**
   * A BLAS has kernels for each processor, with other bits on each: no number of a row comes from
   * it. The arrays at the edges are ND4J's, and one class loads its library.
   */
  @ArchTest
  static final ArchRule nativeCodeComputesNoRow =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.shallows.array..")
          .and()
          .doNotHaveSimpleName("NativeLibraries")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  /**
   * A vector that crosses a method is an object wherever the compiler does not inline that method,
   * and then so is every vector of the loop that it enters.
   */
  @ArchTest
  static final ArchRule vectorsCrossNoMethod =
      ArchRuleDefinition.codeUnits().should(notTakeOrReturnVectors());

  /** What checks a stored path or a proof shares no formula with what wrote it. */
  @ArchTest
  static final ArchRule oraclesStandAlone =
      noClasses()
          .that(are("SampledPieces", "PopulationPathVerification", "CellFloodVerification"))
          .should()
          .dependOnClassesThat(
              new DescribedPredicate<>("compute what is to be checked") {
                @Override
                public boolean test(JavaClass used) {
                  String name = used.getPackageName();
                  String outer = outermost(used).getSimpleName();
                  return switch (name.startsWith(ROOT) ? name.substring(ROOT.length()) : "") {
                    // which moves are allowed at all
                    case "depth.exact" -> !outer.equals("LayerSet");
                    case "depth.cell" ->
                        Set.of("Flood", "CellProgram", "CellFactor", "WeakDuality").contains(outer);
                    case "linalg" -> outer.equals("DualActiveSet");
                    case "depth.interval" -> true;
                    default -> false;
                  };
                }
              });

  @ArchTest
  static final ArchRule noClusterNoFiles =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              "scala..",
              "java.nio.file..",
              "java.net..")
          .orShould()
          .dependOnClassesThat(
              new DescribedPredicate<>("are files") {
                @Override
                public boolean test(JavaClass used) {
                  String name = used.getName();
                  return name.startsWith("java.io.File") || name.equals("java.io.RandomAccessFile");
                }
              });

  @ArchTest
  static final ArchRule noHiddenInputs =
      noClasses()
          .should()
          .accessTargetWhere(
              new DescribedPredicate<JavaAccess<?>>(
                  "is the console, exit, a clock, global random numbers, the default locale,"
                      + " platform-dependent mathematics, the order of a hash table or a parallel"
                      + " stream") {
                @Override
                public boolean test(JavaAccess<?> access) {
                  return hidden(
                      access.getTargetOwner().getName(),
                      access.getTarget().getName(),
                      access.getTarget().getFullName());
                }
              });

  @ArchTest
  static final ArchRule onlyTheSearchKnowsTheFinish =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.shallows.minimum", "io.shallows.minimum.finish", "io.shallows.minimum.kink")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.shallows.minimum.kink");

  /** The JDK's takes microseconds on a processor without the instruction. */
  @ArchTest
  static final ArchRule fusedMultiplyAddIsFastEverywhere =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.shallows.linalg.Fma")
          .should()
          .callMethod(Math.class, "fma", double.class, double.class, double.class);

  private static boolean hidden(String owner, String name, String fullName) {
    if (owner.startsWith("java.time.")) {
      return name.equals("now");
    }
    return switch (owner) {
      case "java.lang.System" ->
          CLOCKS.contains(name) || Set.of("out", "err", "in", "exit").contains(name);
      case "java.lang.Runtime" -> Set.of("exit", "halt").contains(name);
      case "java.lang.Math" -> INEXACT.contains(name) || name.equals("random");
      case "java.util.concurrent.ThreadLocalRandom", "java.util.Random" -> true;
      case "java.util.Date" -> name.equals("<init>");
      case "java.util.Locale" -> name.equals("getDefault");
      case "java.lang.String" ->
          name.equals("formatted")
              || fullName.equals("java.lang.String.toLowerCase()")
              || fullName.equals("java.lang.String.toUpperCase()")
              || fullName.equals("java.lang.String.format(java.lang.String, [Ljava.lang.Object;)");
      case "java.util.HashMap", "java.util.HashSet" -> name.equals("<init>");
      default -> name.equals("parallelStream") || fullName.endsWith("Stream.parallel()");
    };
  }

  private static DescribedPredicate<JavaClass> are(String... names) {
    return new DescribedPredicate<>("are %s", String.join(", ", names)) {
      @Override
      public boolean test(JavaClass javaClass) {
        return Set.of(names).contains(outermost(javaClass).getSimpleName());
      }
    };
  }

  private static JavaClass outermost(JavaClass javaClass) {
    return javaClass.getEnclosingClass().map(ArchitectureTest::outermost).orElse(javaClass);
  }

  private static int row(JavaClass javaClass) {
    String name = javaClass.getPackageName().substring(ROOT.length());
    for (int row = 0; row < ORDER.size(); row++) {
      if (ORDER.get(row).contains(name)) {
        return row;
      }
    }
    throw new IllegalStateException(
        "package " + javaClass.getPackageName() + " has no place in the order of the packages");
  }

  private static ArchCondition<JavaCodeUnit> notTakeOrReturnVectors() {
    return new ArchCondition<>("take or return no vectors") {
      @Override
      public void check(JavaCodeUnit method, ConditionEvents events) {
        boolean vectors =
            Stream.concat(
                    Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                .anyMatch(
                    type ->
                        type.isAssignableTo("jdk.incubator.vector.Vector")
                            || type.isAssignableTo("jdk.incubator.vector.VectorMask"));
        events.add(new SimpleConditionEvent(method, !vectors, method.getDescription()));
      }
    };
  }
}
